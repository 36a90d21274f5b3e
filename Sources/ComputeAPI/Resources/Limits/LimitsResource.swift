import APISchema
package import Compute
package import HTTPAPI
import Identity

/// `/limits`
package struct LimitsResource: Resource {
    private let quotas: QuotaService

    package init(quotas: QuotaService) {
        self.quotas = quotas
    }

    package var endpoints: [Endpoint] {
        [
            .get("limits", allow: .limits, query: LimitsQuery.schema, view: LimitsView.document) { call in
                let own = try call.project
                let project = call.query.project ?? own
                if project != own { try call.require(.limitsOtherProject, PolicyTarget(project: project.text)) }
                return try await quotas.limits(of: project)
            }
        ]
    }
}

struct LimitsQuery: WireBody {
    var project: ProjectID?

    static let schema = QuerySchema<Self>(
        [.optional("tenant_id", \.project, project)], closed: .since(.strictQueries))

    private static let project = Field<String>.text().map { ProjectID($0) }
}
