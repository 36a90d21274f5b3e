package import Compute
package import HTTPAPI
import HTTPTypes

extension APIMount {
    /// The Image API (v2) below `/image`, with the documents by which clients find it.
    package static func image(_ images: ImageService) -> [APIMount] {
        let resources: [any Resource] = [
            ImagesResource(images: images),
            ImageContentResource(images: images),
            ImageTagsResource(images: images),
            ImageInfoResource(),
            ImageSchemasResource(),
        ]
        let choices: [any Resource] = [ImageVersionsResource(status: .choices)]
        return [
            APIMount(prefix: "/image", style: .image, resources: choices),
            APIMount(prefix: "/image/", style: .image, resources: choices),
            APIMount(prefix: "/image/versions", style: .image, resources: [ImageVersionsResource(status: .ok)]),
            APIMount(prefix: "/image/v2", style: .image, resources: resources + choices),
            APIMount(prefix: "/image/v2/", style: .image, resources: choices),
        ]
    }
}
