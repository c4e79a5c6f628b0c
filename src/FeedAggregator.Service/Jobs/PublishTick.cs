using FeedAggregator.Configuration;
using FeedAggregator.Digests;
using FeedAggregator.Storage;
using Quartz;

namespace FeedAggregator.Service.Jobs;

/// <summary>Looks whether an edition is due. The digest's own schedule says when; the store lets one node publish it.</summary>
[DisallowConcurrentExecution]
internal sealed partial class PublishTick(FeedsCatalogue catalogue, PublishDigest publish, StoreTrouble trouble, ILogger<PublishTick> log)
    : IJob
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        foreach (var digest in catalogue.Digests.Where(x => x.Schedule is not null))
        {
            await PublishAsync(digest, cancellationToken);
        }
    }

    /// <summary>A digest that cannot be published holds up none of the others.</summary>
    private async Task PublishAsync(DigestDefinition digest, CancellationToken ct)
    {
        try
        {
            if (await publish.RunAsync(digest, ct) is { Refused: false } receipt)
            {
                Log(digest.Name, receipt);
            }
        }
        catch (StoreException problem)
        {
            trouble.Say(problem);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            Broken(broken, digest.Name);
        }
    }

    private void Log(string digest, FreezeReceipt receipt)
    {
        if (receipt.Number is { } number)
        {
            Published(digest, number, Counted.Deliveries(receipt.Deliveries));
        }
        else
        {
            Skipped(digest);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Digest}: edition {Number} published, {Deliveries} to send")]
    private partial void Published(string digest, int number, string deliveries);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Digest}: no news, the edition is skipped")]
    private partial void Skipped(string digest);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Digest}: the edition could not be published; it is tried again")]
    private partial void Broken(Exception broken, string digest);
}
