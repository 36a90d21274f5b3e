import DurableActions

extension ActionRunnerSettings {
    init(_ settings: ActionSettings) {
        self.init()
        limits = [
            .build: settings.builds, .short: settings.short, .waiting: settings.waiting, .long: settings.long,
            .snapshot: settings.snapshots,
        ]
        // About twenty seconds in all: longer than libvirtd takes to restart.
        stepRetry = Backoff(attempts: 8, first: .milliseconds(250), longest: .seconds(5))
    }
}
