import Compute

extension ImageRows {
    static func addFilters(_ list: ImageQuery, to query: inout SQLQuery) {
        addVisibility(list, to: &query)
        add(list.ids.map(\.text), on: " AND i.id IN ", to: &query)
        add(list.names, on: " AND i.name IN ", to: &query)
        add(list.statuses.map(\.rawValue), on: " AND i.status IN ", to: &query)
        add(list.diskFormats.map(\.rawValue), on: " AND i.disk_format IN ", to: &query)
        add(list.containerFormats, on: " AND i.container_format IN ", to: &query)
        if let owner = list.owner { query.add(" AND i.owner = ?", .text(owner.text)) }
        if let minimum = list.minimumSize { query.add(" AND i.size >= ?", .integer(minimum)) }
        if let maximum = list.maximumSize { query.add(" AND i.size <= ?", .integer(maximum)) }
        if let isProtected = list.isProtected { query.add(" AND i.is_protected = ?", .flag(isProtected)) }
        query.add(" AND i.is_hidden = ?", .flag(list.isHidden ?? false))
        for tag in list.tags {
            query.add(" AND EXISTS (SELECT 1 FROM image_tags t WHERE t.image = i.id AND t.tag = ?)", .text(tag))
        }
        for (name, value) in list.properties.sorted(by: { $0.key < $1.key }) {
            query.add(
                " AND EXISTS (SELECT 1 FROM image_properties p WHERE p.image = i.id AND p.name = ? AND p.value = ?)",
                .text(name), .text(value))
        }
    }

    private static func add(_ values: [String], on fragment: StaticString, to query: inout SQLQuery) {
        guard !values.isEmpty else { return }
        query.add(fragment)
        query.addList(values.map { .text($0) })
    }

    /// Community images of others are listed only when asked for.
    private static func addVisibility(_ list: ImageQuery, to query: inout SQLQuery) {
        if let visibility = list.visibility { query.add(" AND i.visibility = ?", .text(visibility.rawValue)) }
        guard case .project(let project) = list.scope else { return }
        query.add(" AND (i.owner = ? OR i.visibility = 'public'", .text(project.text))
        if list.visibility == .community { query.add(" OR i.visibility = 'community'") }
        query.add(")")
    }
}
