using System.Reflection;
using FeedAggregator.Service.Settings;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FeedAggregator.Service.Measuring;

/// <summary>Sends metrics, and traces where they are wanted, to a collector (OTLP), when settings or environment name one. The rest is sent when the service ends.</summary>
internal sealed class OtlpExport(TelemetryOptions options, IConfiguration environment) : IHostedService, IDisposable
{
    /// <summary>Ours, and those of the runtime and the web server that have no unbounded labels.</summary>
    private static readonly string[] Meters = [Instruments.MeterName, "System.Runtime", "Microsoft.AspNetCore.Hosting"];

    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsWanted("METRICS"))
            _metrics = Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(Ourselves())
                .AddMeter(Meters)
                .AddOtlpExporter(
                    (exporter, reader) =>
                    {
                        Aim(exporter, "v1/metrics");
                        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Interval.TotalMilliseconds;
                    }
                )
                .Build();
        if (options.Traces && IsWanted("TRACES"))
            _traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(Ourselves())
                .AddSource(Traces.Name)
                .AddOtlpExporter(exporter => Aim(exporter, "v1/traces"))
                .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
    }

    private bool IsWanted(string signal) =>
        options.OtlpEndpoint is not null
        || !string.IsNullOrWhiteSpace(environment["OTEL_EXPORTER_OTLP_ENDPOINT"])
        || !string.IsNullOrWhiteSpace(environment[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]);

    // What the settings leave open, the exporter reads from the environment itself.
    private void Aim(OtlpExporterOptions exporter, string path)
    {
        if (options.OtlpEndpoint is not { } collector)
            return;
        var http = options.OtlpProtocol == OtlpProtocol.Http;
        exporter.Protocol = http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = http ? new Uri(collector.AbsoluteUri.TrimEnd('/') + "/" + path) : collector;
    }

    /// <summary>OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.</summary>
    private static ResourceBuilder Ourselves() =>
        ResourceBuilder
            .CreateEmpty()
            .AddTelemetrySdk()
            .AddService("feedaggregator", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString(3))
            .AddEnvironmentVariableDetector();
}
