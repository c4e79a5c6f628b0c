# Both can be exchanged, for a mirror or another base: --build-arg SDK=... --build-arg RUNTIME=...
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK} AS build
ARG TARGETARCH
WORKDIR /source
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
COPY config/ config/
COPY seeds/ seeds/
# For one known architecture the code is compiled ahead (ReadyToRun): the service starts in half the time.
RUN dotnet publish src/FeedAggregator.Service -c Release -o /app ${TARGETARCH:+--arch $TARGETARCH} && mkdir /empty

FROM ${RUNTIME}
# The root file system may be read-only: the service writes to /data only. Mount your own feeds.yaml over /config.
COPY --from=build /app /app
COPY --from=build /app/config /config
COPY --from=build --chown=1654:1654 /empty /data
ENV FEEDAGGREGATOR_Web__Urls=http://*:8080 ASPNETCORE_HTTP_PORTS= DOTNET_EnableDiagnostics=0
USER 1654
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["dotnet", "/app/feedaggregator.dll", "health", "--config", "/config"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "/app/feedaggregator.dll"]
CMD ["run", "--config", "/config", "--data", "/data"]
