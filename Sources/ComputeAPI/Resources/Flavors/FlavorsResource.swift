import APISchema
package import Compute
package import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// `/flavors` with extra specs and access lists.
package struct FlavorsResource: Resource {
    private let flavors: FlavorService

    package init(flavors: FlavorService) {
        self.flavors = flavors
    }

    package let actionPath = "flavors/{id}/action"

    package var endpoints: [Endpoint] { reading + writing + extraSpecs + access }

    private var reading: [Endpoint] {
        [
            .get(
                "flavors", allow: .authenticated, query: ListFlavorsQuery.schema,
                list: FlavorView.summary.list("flavors"),
                list),
            .get(
                "flavors/detail", allow: .authenticated, query: ListFlavorsQuery.schema,
                list: FlavorView.detail.list("flavors"), list),
            .get("flavors/{id}", allow: .authenticated, view: FlavorView.detail) { call in
                try await flavors.show(call.id(), in: call.scope)
            },
        ]
    }

    @Sendable private func list(
        _ call: CallContext<NoBody, ListFlavorsQuery>
    ) async throws -> Paged<FlavorRecord> {
        let limit = call.limit(call.query.limit)
        let query = try call.query.flavors(isAdmin: call.isAdmin, project: call.project, limit: limit)
        return call.page(try await flavors.list(query), limit: limit) { $0.id }
    }

    private var writing: [Endpoint] {
        [
            .post(
                "flavors", allow: .flavorManageCreate, body: CreateFlavorBody.schema, view: FlavorView.detail
            ) { call in
                try await flavors.create(call.body.flavor)
            },
            .put(
                "flavors/{id}", allow: .flavorManageUpdate, versions: .since(.flavorDescription),
                body: UpdateFlavorBody.schema, view: FlavorView.detail
            ) { call in
                try await flavors.setDescription(call.body.description, of: call.id())
            },
            .delete("flavors/{id}", allow: .flavorManageDelete, success: .accepted) { call in
                try await flavors.delete(call.id())
            },
        ]
    }

    // MARK: Extra specs

    private var extraSpecs: [Endpoint] {
        [
            .get("flavors/{flavor_id}/os-extra_specs", allow: .flavorExtraSpecsIndex) { call in
                let specs = try await flavors.show(call.path("flavor_id"), in: call.scope).extraSpecs
                return .json { writer in writer.object { $0.field("extra_specs", specs) } }
            },
            .get("flavors/{flavor_id}/os-extra_specs/{id}", allow: .flavorExtraSpecsShow) { call in
                let key: String = call.id()
                let value = try await flavors.extraSpec(key, of: call.path("flavor_id"), in: call.scope)
                return .json { $0.stringMap([key: value]) }
            },
            .post(
                "flavors/{flavor_id}/os-extra_specs", allow: .flavorExtraSpecsCreate, body: ExtraSpecsBody.create
            ) { call in
                try await flavors.addExtraSpecs(call.body.texts, to: call.path("flavor_id"))
                return .json(["extra_specs": call.body.document])
            },
            .put(
                "flavors/{flavor_id}/os-extra_specs/{id}", allow: .flavorExtraSpecsUpdate,
                versions: .before(.extraSpecValidation), body: ExtraSpecsBody.update, updateExtraSpec),
            .put(
                "flavors/{flavor_id}/os-extra_specs/{id}", allow: .flavorExtraSpecsUpdate,
                versions: .since(.extraSpecValidation), body: ExtraSpecsBody.checkedUpdate, updateExtraSpec),
            .delete("flavors/{flavor_id}/os-extra_specs/{id}", allow: .flavorExtraSpecsDelete, success: .ok) { call in
                try await flavors.removeExtraSpec(call.id(), from: call.path("flavor_id"))
            },
        ]
    }

    @Sendable private func updateExtraSpec(
        _ call: CallContext<ExtraSpecsBody, NoQuery>
    ) async throws -> Answer {
        guard call.body.specs[call.id()] != nil else { throw APIError(.badRequest, "Request body and URI mismatch") }
        try await flavors.addExtraSpecs(call.body.texts, to: call.path("flavor_id"))
        return .json(call.body.document)
    }

    // MARK: Access

    private var access: [Endpoint] {
        [
            .get("flavors/{flavor_id}/os-flavor-access", allow: .flavorAccess, list: FlavorView.accessList) { call in
                Paged(try await flavors.access(to: call.id()))
            },
            .action(
                "addTenantAccess", allow: .flavorAccessAddTenantAccess, versions: .before(.privateFlavorAccess),
                body: FlavorAccessBody.schema, success: .ok, list: FlavorView.accessList
            ) { call in
                try await add(call, refusesPublic: false)
            },
            .action(
                "addTenantAccess", allow: .flavorAccessAddTenantAccess, versions: .since(.privateFlavorAccess),
                body: FlavorAccessBody.schema, success: .ok, list: FlavorView.accessList
            ) { call in
                try await add(call, refusesPublic: true)
            },
            .action(
                "removeTenantAccess", allow: .flavorAccessRemoveTenantAccess, body: FlavorAccessBody.schema,
                success: .ok, list: FlavorView.accessList
            ) { call in
                Paged(try await flavors.removeAccess(ProjectID(call.body.tenant), from: call.id()))
            },
        ]
    }

    private func add(
        _ call: CallContext<FlavorAccessBody, NoQuery>, refusesPublic: Bool
    ) async throws -> Paged<FlavorAccess> {
        Paged(
            try await flavors.addAccess(
                ProjectID(call.body.tenant), to: call.id(), refusesPublic: refusesPublic))
    }
}
