import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import WireJSON

/// The bytes of images, which stream in both directions and are never held as a whole.
struct ImageContentResource: Resource {
    let images: ImageService

    var endpoints: [Endpoint] {
        [
            .upload(.put, "images/{id}/file", allow: .uploadImage, owner: images.owner()) { call in
                try await upload(call)
            },
            .get("images/{id}/file", allow: nil) { call in try await download(call) },
        ]
    }

    private func upload(_ call: CallContext<NoBody, NoQuery>) async throws -> Answer {
        let headers = call.request.headers
        let type = headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard type == "application/octet-stream" else {
            throw APIError(.unsupportedMediaType, "The content type must be application/octet-stream.")
        }
        let pieces = call.request.body.map { buffer in Array(buffer.readableBytesView)[...] }
        try await images.upload(
            pieces, length: headers[.contentLength].flatMap { Int64($0) }, to: call.id("id"), in: try call.scope)
        return .empty()
    }

    private func download(_ call: CallContext<NoBody, NoQuery>) async throws -> Answer {
        let image = try await images.readable(call.id("id"), call, .downloadImage)
        let size = image.size ?? 0
        let range = try image.status == .active ? ByteRange.wanted(call.request.headers[.range], size: size) : nil
        guard let content = try await images.content(of: image, range) else { return .empty(.noContent) }
        let answer = Answer.body(
            Self.body(of: content, length: range.map { $0.upperBound - $0.lowerBound } ?? size),
            range == nil ? .ok : .partialContent)
        return answer.headers(Self.headers(of: image, range, size: size))
    }

    private static func headers(of image: ImageRecord, _ range: Range<Int64>?, size: Int64) -> HTTPFields {
        var headers: HTTPFields = [.contentType: "application/octet-stream", .acceptRanges: "bytes"]
        if let range {
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
        } else if let checksum = image.checksum {
            headers[.contentMD5] = checksum
        }
        return headers
    }

    private static func body(
        of content: AsyncThrowingStream<ArraySlice<UInt8>, any Error>, length: Int64
    ) -> ResponseBody {
        ResponseBody(contentLength: Int(length)) { writer in
            for try await piece in content { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
    }
}

extension HTTPField.Name {
    /// Glance sends the hexadecimal digest here; clients compare it with what they got.
    static let contentMD5 = HTTPField.Name("Content-MD5") ?? .eTag
}
