import APISchema
import Compute

/// The query of `GET /servers/{id}/os-instance-actions`.
struct InstanceActionsQuery: WireBody {
    var limit: Int?
    /// A request id.
    var marker: String?
    var changedSince: Int64?
    var changedBefore: Int64?

    static let schema = QuerySchema<Self>(
        [
            .optional("limit", \.limit, .nonNegative, .since(.instanceActionPaging), once: .all),
            .optional("marker", \.marker, .text(), .since(.instanceActionPaging), once: .all),
            .optional("changes-since", \.changedSince, .instant, .since(.instanceActionPaging), once: .all),
            .optional("changes-before", \.changedBefore, .instant, .since(.changesBefore), once: .all),
        ], closed: .since(.instanceActionPaging))

    func query(limit: Int) -> ActionQuery {
        ActionQuery(
            page: Page(limit: limit, marker: marker), changedSince: changedSince.map { Timestamp(microseconds: $0) },
            changedBefore: changedBefore.map { Timestamp(microseconds: $0) })
    }
}
