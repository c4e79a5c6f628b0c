using FeedAggregator.Service.Commands;

return await CommandLine.RunAsync(args);
