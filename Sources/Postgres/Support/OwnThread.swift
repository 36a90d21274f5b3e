import Glibc

/// Threads of this module's own: blocking calls must not occupy Swift's cooperative threads.
enum OwnThread {
    /// The thread cleans up after itself.
    /// - Parameter name: shown by ps and debuggers; Linux keeps 15 bytes of it.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(PostgresError) {
        let box = Unmanaged.passRetained(Body(name: name, run: body))
        var handle = pthread_t()
        let failure = pthread_create(&handle, nil, entry, box.toOpaque())
        guard failure == 0 else {
            box.release()
            throw PostgresError(.internalError, "no thread for \(name): \(String(cString: strerror(failure)))")
        }
        pthread_detach(handle)
    }

    private static let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { opaque in
        guard let opaque else { return nil }
        let body = Unmanaged<Body>.fromOpaque(opaque).takeRetainedValue()
        // Through the kernel's file, since glibc shows its own function to C's GNU dialect only.
        let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        if file >= 0 {
            _ = write(file, body.name, body.name.utf8.count)
            close(file)
        }
        body.run()
        return nil
    }

    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }
}
