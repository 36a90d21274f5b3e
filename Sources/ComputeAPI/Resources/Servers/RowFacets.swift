import APISchema
import Compute

/// What a view of servers needs: the facets of the store, and what is looked up beside it.
struct RowFacets: OptionSet, Sendable, Hashable {
    let rawValue: UInt64

    init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    private init(_ facets: ServerFacets) {
        self.init(rawValue: UInt64(facets.rawValue))
    }

    static let metadata = RowFacets(ServerFacets.metadata)
    static let tags = RowFacets(ServerFacets.tags)
    static let nics = RowFacets(ServerFacets.nics)
    static let userData = RowFacets(ServerFacets.userData)
    static let fault = RowFacets(ServerFacets.fault)
    static let hostStatus = RowFacets(rawValue: 1 << 32)
    static let flavor = RowFacets(rawValue: 1 << 33)
    static let image = RowFacets(rawValue: 1 << 34)

    /// The part that the store loads.
    var stored: ServerFacets { ServerFacets(rawValue: Int(rawValue)).intersection(.all) }
}

extension ViewNeeds where Record == ServerRow {
    static let metadata = ViewNeeds(RowFacets.metadata)
    static let tags = ViewNeeds(RowFacets.tags)
    static let nics = ViewNeeds(RowFacets.nics)
    static let userData = ViewNeeds(RowFacets.userData)
    static let fault = ViewNeeds(RowFacets.fault)
    static let hostStatus = ViewNeeds(RowFacets.hostStatus)
    static let flavor = ViewNeeds(RowFacets.flavor)
    static let image = ViewNeeds(RowFacets.image)
}
