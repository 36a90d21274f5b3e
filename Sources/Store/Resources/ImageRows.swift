import Compute

enum ImageRows {
    static func unknown(_ id: ImageID) -> ComputeError { .notFound(kind: "Image", id: id.text) }

    private static let select: StaticString = """
        SELECT i.id, i.name, i.owner, i.visibility, i.created_at, i.status, i.is_protected, i.is_hidden, i.disk_format,
            i.container_format, i.min_disk, i.min_ram, i.size, i.virtual_size, i.checksum, i.hash, i.updated_at
        FROM images i
        """

    static func image(_ id: ImageID, in scope: Scope, in session: any SQLSession) throws -> ImageRecord {
        var query = SQLQuery(composing: select, reusable: true)
        query.add(" WHERE i.id = ?", .text(id.text))
        let images = try withParts(try session.rows(query, read), in: session)
        guard let image = images.first, image.isVisible(in: scope) else { throw unknown(id) }
        return image
    }

    private static func read(_ row: inout RowReader) throws -> ImageRecord {
        let (id, name) = (ImageID(row.text()), row.optionalText())
        var image = ImageRecord(
            id: id, name: name, owner: row.id(), visibility: try row.name(), createdAt: row.time())
        image.status = try row.name()
        image.isProtected = row.flag()
        image.isHidden = row.flag()
        image.diskFormat = try row.optionalName()
        image.containerFormat = row.optionalText()
        image.minDisk = row.int()
        image.minRAM = row.int()
        image.size = row.optionalInteger()
        image.virtualSize = row.optionalInteger()
        image.checksum = row.optionalText()
        image.hash = row.optionalText()
        image.updatedAt = row.time()
        return image
    }

    private static func withParts(_ images: [ImageRecord], in session: any SQLSession) throws -> [ImageRecord] {
        let places = Dictionary(uniqueKeysWithValues: zip(images.map(\.id.text), images.indices))
        var images = images
        for start in stride(from: 0, to: images.count, by: 500) {
            let ids = images[start..<min(start + 500, images.count)].map { SQLValue.text($0.id.text) }
            var tags = SQLQuery(composing: "SELECT image, tag FROM image_tags WHERE image IN ")
            tags.addList(ids)
            tags.add(" ORDER BY image, position")
            for (id, tag) in try session.rows(tags, { ($0.text(), $0.text()) }) {
                if let place = places[id] { images[place].tags.append(tag) }
            }
            var properties = SQLQuery(composing: "SELECT image, name, value FROM image_properties WHERE image IN ")
            properties.addList(ids)
            for (id, name, value) in try session.rows(properties, { ($0.text(), $0.text(), $0.text()) }) {
                if let place = places[id] { images[place].properties[name] = value }
            }
        }
        return images
    }

    static func insert(_ image: ImageRecord, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery(
                """
                INSERT INTO images (
                    id, name, owner, status, visibility, is_protected, is_hidden, disk_format, container_format, min_disk,
                    min_ram, size, virtual_size, checksum, hash, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(image.id.text), .text(image.name), .text(image.owner.text), .text(image.status.rawValue),
                    .text(image.visibility.rawValue), .flag(image.isProtected), .flag(image.isHidden),
                    .text(image.diskFormat?.rawValue), .text(image.containerFormat), .integer(image.minDisk),
                    .integer(image.minRAM), .integer(image.size), .integer(image.virtualSize), .text(image.checksum),
                    .text(image.hash), .integer(image.createdAt.microseconds), .integer(image.updatedAt.microseconds),
                ]))
        for (position, tag) in image.tags.enumerated() {
            try session.execute(
                SQLQuery(
                    "INSERT INTO image_tags (image, position, tag) VALUES (?, ?, ?)",
                    [.text(image.id.text), .integer(position), .text(tag)]))
        }
        for (name, value) in image.properties {
            try session.execute(
                SQLQuery(
                    "INSERT INTO image_properties (image, name, value) VALUES (?, ?, ?)",
                    [.text(image.id.text), .text(name), .text(value)]))
        }
    }

    static func delete(_ id: ImageID, in session: any SQLSession) throws {
        try session.execute(SQLQuery("DELETE FROM image_tags WHERE image = ?", [.text(id.text)]))
        try session.execute(SQLQuery("DELETE FROM image_properties WHERE image = ?", [.text(id.text)]))
        try session.execute(SQLQuery("DELETE FROM images WHERE id = ?", [.text(id.text)]))
    }

    static func images(_ list: ImageQuery, in session: any SQLSession) throws -> [ImageRecord] {
        var query = SQLQuery(composing: select)
        query.add(" WHERE 1 = 1")
        addFilters(list, to: &query)
        let order = KeysetOrder(keys: keys(list))
        if let marker = list.page.marker {
            try checkMarker(ImageID(marker), in: list.scope, in: session)
            guard let keys = try order.keys(SQLQuery(" FROM images i WHERE i.id = ?", [.text(marker)]), in: session)
            else { throw unknownMarker(marker) }
            query.add(" AND ")
            order.addAfter(keys, to: &query)
        }
        order.addOrder(to: &query)
        query.add(" LIMIT ?", .integer(max(0, list.page.limit)))
        return try withParts(try session.rows(query, read), in: session)
    }

    /// - Throws: `.invalid` when a marker names no image that the scope may see.
    private static func checkMarker(_ id: ImageID, in scope: Scope, in session: any SQLSession) throws {
        do { _ = try image(id, in: scope, in: session) } catch ComputeError.notFound { throw unknownMarker(id.text) }
    }

    private static func unknownMarker(_ marker: String) -> ComputeError { .invalid("marker [\(marker)] not found") }

    private static func keys(_ list: ImageQuery) -> [KeysetOrder.Key] {
        let chosen =
            list.order.isEmpty ? [KeysetOrder.Key("i.created_at", .integer, .descending)] : list.order.map(\.sqlKey)
        return chosen + [KeysetOrder.Key("i.id", .text, list.order.last?.direction ?? .descending)]
    }
}

extension ImageQuery.Order {
    var sqlKey: KeysetOrder.Key {
        switch key {
        case .name: KeysetOrder.Key("i.name", .text, nullable: true, direction)
        case .status: KeysetOrder.Key("i.status", .text, direction)
        case .id: KeysetOrder.Key("i.id", .text, direction)
        case .size: KeysetOrder.Key("i.size", .integer, nullable: true, direction)
        case .containerFormat: KeysetOrder.Key("i.container_format", .text, nullable: true, direction)
        case .diskFormat: KeysetOrder.Key("i.disk_format", .text, nullable: true, direction)
        case .createdAt: KeysetOrder.Key("i.created_at", .integer, direction)
        case .updatedAt: KeysetOrder.Key("i.updated_at", .integer, direction)
        }
    }
}
