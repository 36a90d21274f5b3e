package import DurableActions

extension ActionRegistry where Change == ComputeChange {
    /// Every action on servers that there is.
    package mutating func registerServerActions(_ environment: ServerActionEnvironment) throws(DuplicateKind) {
        try register(CreateServer.self, environment: environment)
        try register(DeleteServer.self, environment: environment)
        try register(SoftDeleteServer.self, environment: environment)
        try register(RestoreServer.self, environment: environment)
        try register(StartServer.self, environment: environment)
        try register(StopServer.self, environment: environment)
        try register(SoftReboot.self, environment: environment)
        try register(HardReboot.self, environment: environment)
        try register(PauseServer.self, environment: environment)
        try register(UnpauseServer.self, environment: environment)
        try register(SuspendServer.self, environment: environment)
        try register(ResumeServer.self, environment: environment)
        try register(ChangePassword.self, environment: environment)
        try register(TriggerCrashDump.self, environment: environment)
        try register(RescueServer.self, environment: environment)
        try register(ShelveServer.self, environment: environment)
        try register(OffloadServer.self, environment: environment)
        try register(UnshelveServer.self, environment: environment)
        try register(UnshelveOffloadedServer.self, environment: environment)
        try register(UnrescueServer.self, environment: environment)
        try register(ResizeServer.self, environment: environment)
        try register(ConfirmResize.self, environment: environment)
        try register(RevertResize.self, environment: environment)
        try register(MigrateServer.self, environment: environment)
        try register(RebuildServer.self, environment: environment)
        try register(CreateImage.self, environment: environment)
        try register(CreateBackup.self, environment: environment)
    }
}
