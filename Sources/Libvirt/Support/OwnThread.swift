import Glibc

/// A thread of this module's own: blocking libvirt calls must not occupy Swift's cooperative threads.
struct OwnThread {
    private let handle: pthread_t

    /// - Parameter name: shown by ps and debuggers; Linux keeps 15 bytes of it.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(LibvirtError) -> OwnThread {
        let box = Unmanaged.passRetained(Body(name: name, run: body))
        var handle = pthread_t()
        let failure = pthread_create(&handle, nil, entry, box.toOpaque())
        guard failure == 0 else {
            box.release()
            throw LibvirtError(.systemError, message: "no thread for \(name): \(String(cString: strerror(failure)))")
        }
        return OwnThread(handle: handle)
    }

    private static let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { opaque in
        guard let opaque else { return nil }
        let body = Unmanaged<Body>.fromOpaque(opaque).takeRetainedValue()
        setCurrentName(body.name)
        body.run()
        return nil
    }

    var isCurrent: Bool { pthread_equal(handle, pthread_self()) != 0 }

    func join() {
        pthread_join(handle, nil)
    }

    /// The thread cleans up after itself; `join` is no longer allowed.
    func detach() {
        pthread_detach(handle)
    }

    /// Through the kernel's file, since glibc shows its own function to C's GNU dialect only.
    private static func setCurrentName(_ name: String) {
        let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        defer { close(file) }
        _ = write(file, name, name.utf8.count)
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
