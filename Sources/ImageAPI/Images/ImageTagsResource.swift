import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

struct ImageTagsResource: Resource {
    let images: ImageService

    var endpoints: [Endpoint] {
        [
            .upload(.put, "images/{id}/tags/{tag}", allow: .modifyImage, owner: images.owner()) { call in
                try await add(call)
            },
            .delete("images/{id}/tags/{tag}", allow: .modifyImage, owner: images.owner()) { call in
                try await remove(call)
            },
        ]
    }

    private func add(_ call: CallContext<NoBody, NoQuery>) async throws -> Answer {
        let tag = try ImageFields.tag(.string(call.path("tag")))
        _ = try await images.update(call.id("id"), in: try call.scope) { (image) throws(ComputeError) in
            if !image.tags.contains(tag) { image.tags.append(tag) }
        }
        return .empty()
    }

    private func remove(_ call: CallContext<NoBody, NoQuery>) async throws {
        let tag = call.path("tag")
        _ = try await images.update(call.id("id"), in: try call.scope) { (image) throws(ComputeError) in
            guard let position = image.tags.firstIndex(of: tag) else {
                throw .missing("Image has no tag '\(tag)'.")
            }
            image.tags.remove(at: position)
        }
    }
}
