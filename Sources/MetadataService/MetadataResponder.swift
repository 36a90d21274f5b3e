package import Compute
package import GuestData
package import Logging
import NIOHTTP1

/// Answers guests' requests.
package struct MetadataResponder: Sendable {
    private let guests: GuestMetadataService
    private let vendor: VendorData
    private let logger: Logger

    package init(guests: GuestMetadataService, vendor: VendorData, logger: Logger) {
        self.guests = guests
        self.vendor = vendor
        self.logger = logger
    }

    func answer(_ request: MetadataRequest) async -> MetadataAnswer {
        do throws(ComputeError) {
            guard let guest = try await guests.guest(at: request.source, on: request.network) else { return .notFound }
            let tree = MetadataTree(GuestDocuments(guest, vendor: vendor))
            guard let item = tree.item(at: MetadataPath(request.target)) else { return .notFound }
            if item == .password { return try await password(request, guest.server) }
            guard request.method == .GET || request.method == .HEAD else {
                return .error(.methodNotAllowed, "This can only be read.", allow: "GET, HEAD")
            }
            return Self.answer(item)
        } catch {
            logger.error(
                "a guest's metadata could not be read",
                metadata: ["address": "\(request.source)", "error": "\(error)"])
            return .error(.serviceUnavailable, "The metadata can't be read just now; try again.")
        }
    }

    private static func answer(_ item: MetadataItem) -> MetadataAnswer {
        switch item {
        case .text(let text): MetadataAnswer(.ok, body: Array(text.utf8))
        case .json(let bytes): MetadataAnswer(.ok, type: "application/json", body: bytes)
        case .raw(let bytes): MetadataAnswer(.ok, type: "text/plain", body: bytes)
        case .password: .notFound
        }
    }

    private func password(_ request: MetadataRequest, _ server: ServerID) async throws(ComputeError) -> MetadataAnswer {
        switch request.method {
        case .GET, .HEAD:
            return MetadataAnswer(.ok, body: Array((try await guests.password(of: server) ?? "").utf8))
        case .POST:
            return try await setPassword(request.body, of: server)
        default:
            // Nova's answer, where one would expect a 405.
            return .error(.badRequest, "GET and POST only are supported.")
        }
    }

    private func setPassword(_ body: [UInt8], of server: ServerID) async throws(ComputeError) -> MetadataAnswer {
        if try await guests.password(of: server) != nil { return Self.isSet }
        guard body.count <= MetadataRequest.passwordLimit else {
            return .error(.badRequest, "A password has at most \(MetadataRequest.passwordLimit) bytes.")
        }
        guard let text = String(validating: body, as: UTF8.self), !text.utf8.contains(0) else {
            return .error(.badRequest, "A password is text in UTF-8; encrypted ones are sent in base64.")
        }
        return try await guests.setPassword(text, of: server) ? MetadataAnswer(.ok) : Self.isSet
    }

    private static let isSet = MetadataAnswer.error(.conflict, "The server has a password already.")
}
