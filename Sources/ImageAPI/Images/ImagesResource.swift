import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity
import WireJSON

/// The records of images.
struct ImagesResource: Resource {
    let images: ImageService

    var endpoints: [Endpoint] {
        [
            .get("images", allow: .getImages, query: ListImagesQuery.schema) { call in try await list(call) },
            .post("images", allow: .addImage, body: CreateImageBody.schema, success: .created) { call in
                try await create(call)
            },
            .get("images/{id}", allow: nil) { call in try await show(call) },
            .patch("images/{id}", allow: .modifyImage, owner: images.owner(), body: ImagePatch.schema) { call in
                try await update(call)
            },
            .delete("images/{id}", allow: .deleteImage, owner: images.owner()) { call in
                try await images.delete(call.id(), in: try call.scope)
            },
            .post("images/{id}/actions/deactivate", allow: .modifyImage, owner: images.owner(), success: .noContent) {
                call in try await images.setDeactivated(true, call.id("id"), in: try call.scope)
            },
            .post("images/{id}/actions/reactivate", allow: .modifyImage, owner: images.owner(), success: .noContent) {
                call in try await images.setDeactivated(false, call.id("id"), in: try call.scope)
            },
            .get("images/{id}/tasks", allow: nil) { call in try await tasks(call) },
            .get("images/{id}/members", allow: nil) { call in try await members(call) },
        ]
    }

    private func list(_ call: CallContext<NoBody, ListImagesQuery>) async throws -> Answer {
        let limit = call.limit(call.query.limit)
        let found = try await images.list(try call.query.query(scope: try call.scope, limit: limit))
        let query = call.rawQuery.filter { $0.key != "marker" }
        let last = found.count >= limit ? found.last?.id.text : nil
        let next = last.map { Self.path(query + [QueryPair("marker", $0)]) }
        return .json { writer in
            writer.object { writer in
                writer.array("images") { writer in
                    for image in found { ImageDocument.write(image, to: &writer) }
                }
                writer.field("first", Self.path(query))
                if let next { writer.field("next", next) }
                writer.field("schema", "/v2/schemas/images")
            }
        }
    }

    /// Relative to the service's address.
    private static func path(_ query: [QueryPair]) -> String {
        let pairs = query.map { "\(URLText.encodingQuery($0.key))=\(URLText.encodingQuery($0.value))" }
        return pairs.isEmpty ? "/v2/images" : "/v2/images?\(pairs.joined(separator: "&"))"
    }

    private func create(_ call: CallContext<CreateImageBody, NoQuery>) async throws -> Answer {
        let new = try call.body.new(owner: try call.project, isAdmin: call.isAdmin)
        if new.attributes.visibility == .public { try call.require(.publicizeImage) }
        let image = try await images.create(new)
        return .json { ImageDocument.write(image, to: &$0) }.location(call.links.selfLink("images", image.id.text))
    }

    private func show(_ call: CallContext<NoBody, NoQuery>) async throws -> Answer {
        let image = try await images.readable(call.id(), call, .getImage)
        return .json { ImageDocument.write(image, to: &$0) }
    }

    private func update(_ call: CallContext<ImagePatch, NoQuery>) async throws -> Answer {
        try Self.checkType(of: call.request)
        let (changes, mayPublicize) = (call.body.changes, call.allows(.publicizeImage))
        let image = try await images.update(call.id(), in: try call.scope) { (image) throws(ComputeError) in
            let wasPublic = image.visibility == .public
            for change in changes { try change.apply(to: &image) }
            guard wasPublic || mayPublicize || image.visibility != .public else {
                throw .forbidden(PolicyEngine.denial(.publicizeImage))
            }
        }
        return .json { ImageDocument.write(image, to: &$0) }
    }

    private static func checkType(of request: Request) throws(APIError) {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard type == ImagePatch.mediaType else {
            throw APIError(
                .unsupportedMediaType, "The content type must be \(ImagePatch.mediaType).",
                headers: [.acceptPatch: ImagePatch.mediaType])
        }
    }

    /// Nothing is done to an image in the background: there is no import.
    private func tasks(_ call: CallContext<NoBody, NoQuery>) async throws -> Answer {
        _ = try await images.readable(call.id("id"), call, .getImage)
        return .json(["tasks": []])
    }

    /// Images can't be shared with single projects yet, so nobody is a member.
    private func members(_ call: CallContext<NoBody, NoQuery>) async throws -> Answer {
        _ = try await images.readable(call.id("id"), call, .getImage)
        return .json(["members": [], "schema": "/v2/schemas/members"])
    }
}

extension HTTPField.Name {
    static let acceptPatch = HTTPField.Name("Accept-Patch") ?? .accept
}
