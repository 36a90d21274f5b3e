import Store
import Testing

/// What every store has to do, whatever its engine. Written once, run on each; every check gets a fresh, empty store.
package enum StoreConformance {
    package struct Check: Sendable, CustomTestStringConvertible {
        package let name: String
        package let run: @Sendable (StoreSample) async throws -> Void

        package init(_ name: String, _ run: @escaping @Sendable (StoreSample) async throws -> Void) {
            self.name = name
            self.run = run
        }

        package var testDescription: String { name }
    }

    package static var checks: [Check] {
        serverChecks + quotaChecks + portChecks + listChecks + actionChecks + resourceChecks + identityChecks
            + passwordChecks + claimChecks
    }

    private static var identityChecks: [Check] {
        IdentityConformance.checks.map { check in
            Check(check.name) { sample in try await check.run(sample.stores.identity) }
        }
    }
}
