using System.Diagnostics;

namespace FeedAggregator.Tests.Support;

/// <summary>A file system of a few megabytes, in memory: one that really runs full, or is really read-only. Only root may have it; else the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempFolder _folder = new();

    private SmallDisk() { }

    public string Path => _folder.Path;
    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk();
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "none", disk.Path) != 0)
        {
            disk._folder.Dispose();
            Assert.Skip("a small disk takes Linux and root");
        }
        return disk;
    }

    /// <summary>Takes all the space there is, but for so much.</summary>
    public void Fill(int leave = 0)
    {
        using var file = File.Create(Ballast);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
                file.Flush();
            }
        }
        catch (IOException)
        {
            file.SetLength(Math.Max(0, file.Length - leave));
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public void MakeReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", Path));

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _folder.Dispose();
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
