import DurableActions

#if canImport(Glibc)
    import Glibc
#endif

/// In debug builds a test may name one point of one action, `kind:step:moment` in `AERIE_CRASH_AT`, at which the process
/// kills itself as kill -9 would. Release builds know nothing of it.
enum CrashPoints {
    static func hook(environment: [String: String]) -> CrashHook? {
        #if DEBUG
            guard let wanted = environment["AERIE_CRASH_AT"], !wanted.isEmpty else { return nil }
            return { point throws(SimulatedCrash) in
                let prefix = point.undoing ? "undo-" : ""
                if "\(prefix)\(point.kind):\(point.step):\(point.moment)" == wanted { kill(getpid(), SIGKILL) }
            }
        #else
            return nil
        #endif
    }
}
