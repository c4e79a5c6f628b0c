namespace FeedAggregator.Service.Settings;

/// <summary>The section <c>Telemetry</c>: where metrics and traces go (OpenTelemetry, OTLP). Nothing is exported unless this or the environment names a place.</summary>
public sealed record TelemetryOptions
{
    /// <summary>The collector, such as <c>http://127.0.0.1:4318</c>. Null: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its like, when they are set.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>How the collector at <see cref="OtlpEndpoint"/> is spoken to; <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> goes with its own endpoint.</summary>
    public OtlpProtocol OtlpProtocol { get; init; } = OtlpProtocol.Http;

    /// <summary>From one export of metrics to the next. 1 second to 1 hour.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Export a span for each poll, push and delivery too.</summary>
    public bool Traces { get; init; }

    public IEnumerable<string> Problems()
    {
        if (OtlpEndpoint is { } given && given.Scheme != Uri.UriSchemeHttp && given.Scheme != Uri.UriSchemeHttps)
            yield return $"OtlpEndpoint: \"{OtlpEndpoint}\" must start with http:// or https://";
        if (Interval < TimeSpan.FromSeconds(1) || Interval > TimeSpan.FromHours(1))
            yield return $"Interval is {Interval}; give 1 second to 1 hour.";
    }
}

public enum OtlpProtocol
{
    /// <summary>Protobuf over HTTP, usually port 4318.</summary>
    Http,

    /// <summary>gRPC, usually port 4317.</summary>
    Grpc,
}
