import CLibvirt

/// What libvirt said about a failed call, or what this module says in its manner (`Domain.wrapper`).
package struct LibvirtError: Error, Hashable, Sendable, CustomStringConvertible {
    package let code: Code
    package let domain: Domain
    package let level: Level
    package let message: String

    package init(_ code: Code, domain: Domain = .wrapper, level: Level = .error, message: String) {
        self.code = code
        self.domain = domain
        self.level = level
        self.message = message
    }

    package var description: String {
        "\(message) (libvirt error \(code.rawValue), domain \(domain.rawValue))"
    }
}

extension LibvirtError {
    /// The calling thread's last error. Only meaningful right after a call that failed, on the same thread.
    static func last() -> LibvirtError {
        guard let error = virGetLastError()?.pointee else {
            return LibvirtError(.internalError, message: "the call failed and libvirt gave no reason")
        }
        return LibvirtError(
            Code(rawValue: error.code),
            domain: Domain(rawValue: error.domain),
            level: Level(rawValue: Int32(error.level.rawValue)),
            message: error.message.map { String(cString: $0) } ?? "libvirt gave no message")
    }

    /// libvirt prints every error on stderr until a handler is set; ours are thrown, so the handler does nothing.
    static func silenceDefaultPrinting() {
        virSetErrorFunc(nil) { _, _ in }
    }
}
