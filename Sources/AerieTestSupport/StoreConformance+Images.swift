import Compute
import Store
import Testing

extension StoreConformance {
    static var imageChecks: [Check] {
        [
            Check("images come back whole, change and go when their check agrees") { sample in
                let store = sample.stores.images
                let image = image("one", in: sample) {
                    $0.tags = ["b", "a"]
                    $0.properties = ["k": "v"]
                    $0.diskFormat = .qcow2
                }
                try await store.create(image)
                #expect(try await store.image(image.id, in: .everything) == image)
                await #expect(throws: ComputeError.self) { try await store.create(image) }
                let changed = try await store.change(image.id, in: .everything) { image throws(ComputeError) in
                    image.status = .active
                    image.size = 77
                    image.properties = ["n": "w"]
                    image.tags = []
                }
                #expect(changed.updatedAt > image.updatedAt)
                #expect(try await store.image(image.id, in: .everything) == changed)
                await #expect(throws: ComputeError.forbidden("no")) {
                    try await store.delete(image.id, in: .everything) { _ throws(ComputeError) in throw .forbidden("no")
                    }
                }
                try await store.delete(image.id, in: .everything) { _ in }
                await #expect(throws: ComputeError.notFound(kind: "Image", id: image.id.text)) {
                    _ = try await store.image(image.id, in: .everything)
                }
            },
            Check("a project sees its own and public images, hidden ones only when asked") { sample in
                let store = sample.stores.images
                try await store.create(image("mine", in: sample))
                try await store.create(
                    image("public", in: sample) {
                        $0.visibility = .public; $0.owner = StoreSample.otherProject
                    })
                try await store.create(image("foreign", in: sample) { $0.owner = StoreSample.otherProject })
                try await store.create(image("hidden", in: sample) { $0.isHidden = true })
                var query = ImageQuery(scope: .project(StoreSample.project), page: Page(limit: 10))
                #expect(try await store.images(query).map(\.name) == ["public", "mine"])
                query.isHidden = true
                #expect(try await store.images(query).map(\.name) == ["hidden"])
                let foreign = try await store.images(ImageQuery(scope: .everything, page: Page(limit: 10)))
                    .first { $0.name == "foreign" }
                let id = try #require(foreign?.id)
                await #expect(throws: ComputeError.notFound(kind: "Image", id: id.text)) {
                    _ = try await store.image(id, in: .project(StoreSample.project))
                }
            },
            Check("images are filtered, sorted and paged") { sample in
                let store = sample.stores.images
                for index in 0..<5 {
                    try await store.create(
                        image("i\(index)", in: sample) {
                            $0.size = index == 0 ? nil : Int64(index % 2)
                            $0.tags = index > 2 ? ["t", "u"] : ["t"]
                            $0.properties = ["os": index > 3 ? "linux" : "bsd"]
                        })
                }
                var query = ImageQuery(scope: .everything, page: Page(limit: 10))
                query.tags = ["t", "u"]
                #expect(try await store.images(query).map(\.name) == ["i4", "i3"])
                query.properties = ["os": "linux"]
                #expect(try await store.images(query).map(\.name) == ["i4"])
                query = ImageQuery(scope: .everything, page: Page(limit: 2))
                query.order = [
                    ImageQuery.Order(key: .size, direction: .ascending),
                    ImageQuery.Order(key: .name, direction: .descending),
                ]
                var names: [String?] = []
                repeat {
                    let page = try await store.images(query)
                    names += page.map(\.name)
                    query.page.marker = page.count == 2 ? page.last?.id.text : nil
                } while query.page.marker != nil
                #expect(names == ["i0", "i4", "i2", "i3", "i1"])
            },
        ]
    }

    private static func image(
        _ name: String, in sample: StoreSample, _ fill: (inout ImageRecord) -> Void = { _ in }
    ) -> ImageRecord {
        var image = ImageRecord(
            id: ImageID(sample.world.makeUUID()), name: name, owner: StoreSample.project, visibility: .private,
            createdAt: sample.world.now())
        fill(&image)
        return image
    }
}
