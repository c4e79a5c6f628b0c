using System.Text;
using System.Threading.Channels;

namespace FeedAggregator.Service.Control;

/// <summary>A verb that runs inside the service for somebody who waits outside. What it prints goes to them.</summary>
internal sealed class HostedVerb(WebApplication app)
{
    private static readonly AsyncLocal<HostedVerb?> Running = new();
    private static int _consoleIsTaken;
    private readonly Channel<Said> _said = Channel.CreateUnbounded<Said>();

    /// <summary>The one this code runs for; null outside.</summary>
    public static HostedVerb? Current => Running.Value;

    public WebApplication App => app;

    /// <summary>Everything the verb says, and its exit code last.</summary>
    public ChannelReader<Said> Output => _said.Reader;

    /// <summary>From here on what is printed for a hosted verb goes to who asked for it, and all else to the console as before.</summary>
    public static void TakeConsole()
    {
        if (Interlocked.Exchange(ref _consoleIsTaken, 1) == 0)
        {
            Console.SetOut(new Routed(Console.Out, errors: false));
            Console.SetError(new Routed(Console.Error, errors: true));
        }
    }

    /// <summary>Runs the verb; what it starts speaks for it too.</summary>
    public async Task RunAsync(Func<Task<int>> verb)
    {
        Running.Value = this;
        try
        {
            Say(new Said { Exit = await verb() });
        }
        finally
        {
            Running.Value = null;
            _said.Writer.TryComplete();
        }
    }

    private void Say(Said said) => _said.Writer.TryWrite(said);

    private sealed class Routed(TextWriter console, bool errors) : TextWriter
    {
        public override Encoding Encoding => console.Encoding;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void Write(string? value)
        {
            if (Current is { } hosted)
            {
                hosted.Say(errors ? new Said { Error = value } : new Said { Text = value });
            }
            else
            {
                console.Write(value);
            }
        }

        public override void WriteLine(string? value) => Write(value + Environment.NewLine);

        public override void Flush() => console.Flush();
    }
}

/// <summary>One piece of what a verb says: one of the three.</summary>
internal sealed record Said
{
    public string? Text { get; init; }
    public string? Error { get; init; }
    public int? Exit { get; init; }
}
