import HTTPAPI
import Testing

@testable import APISchema
@testable import ComputeAPI

/// A version that changes an answer brings a sample of it.
@Suite struct SampleCoverageTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let folder: String
        let sample: String
        let epochs: [Versions]
        var testDescription: String { "\(folder)/…/\(sample)" }

        /// - Parameter versions: those that have the operation.
        init<Record>(_ folder: String, _ sample: String, _ view: View<Record>, _ versions: Versions = .all) {
            self.folder = folder
            self.sample = sample
            epochs = view.cuts.filter { $0.overlaps(versions) }
        }
    }

    static let shapes = [
        Shape("servers", "list", ServerView.listed), Shape("servers", "create", CreatedServersView.server),
        Shape("servers", "detail-admin", ServerView.detailed), Shape("servers", "detail-member", ServerView.detailed),
        Shape("servers", "show-admin", ServerView.shown), Shape("servers", "show-member", ServerView.shown),
        Shape("servers", "update-admin", ServerView.updated), Shape("servers", "update-member", ServerView.updated),
        Shape("servers", "rebuild-admin", ServerView.rebuilt), Shape("servers", "rebuild-member", ServerView.rebuilt),
        Shape("servers", "create-image", ServerImageView.answer, .since(.imageIDInBody)),
        Shape("instance-actions", "list", InstanceActionView.listed.item),
        Shape("instance-actions", "show-admin", InstanceActionView.shown),
        Shape("instance-actions", "show-member", InstanceActionView.shown),
        Shape("instance-actions", "events-admin", InstanceActionView.shown),
        Shape("instance-actions", "events-member", InstanceActionView.shown),
        Shape("diagnostics", "show", DiagnosticsView.common, .since(.commonDiagnostics)),
        Shape("server-topology", "show-admin", ServerTopologyView.shown, .since(.serverTopology)),
        Shape("server-topology", "show-member", ServerTopologyView.shown, .since(.serverTopology)),
        Shape("server-password", "show", ServerPasswordResource.password),
        Shape("servers", "remote-console", RemoteConsoleView.created, .since(.remoteConsoles)),
        Shape("servers", "console", RemoteConsoleView.old, .before(.remoteConsoles)),
        Shape("console-tokens", "show", RemoteConsoleView.token, .since(.consoleTokensForAll)),
        Shape("keypairs", "list", KeypairView.list.item), Shape("keypairs", "show", KeypairView.detail),
        Shape("keypairs", "create", KeypairView.created),
        Shape("flavors", "list", FlavorView.summary), Shape("flavors", "detail", FlavorView.detail),
        Shape("flavors", "show", FlavorView.detail), Shape("flavors", "create", FlavorView.detail),
        Shape("flavors", "update", FlavorView.detail, .since(.flavorDescription)),
        Shape("flavors", "access", FlavorView.access),
        Shape("hypervisors", "list", HypervisorView.summary), Shape("hypervisors", "detail", HypervisorView.detail),
        Shape("hypervisors", "show", HypervisorView.detail),
        Shape("hypervisors", "uptime", HypervisorView.uptime, .before(.hypervisorStatisticsRemoved)),
        Shape("hypervisors", "statistics", HypervisorView.statistics, .before(.hypervisorStatisticsRemoved)),
        Shape("services", "list", ServiceView.item),
        Shape("availability-zones", "list", ZoneView.list.item),
        Shape("availability-zones", "detail", ZoneView.detailList.item),
        Shape("limits", "show", LimitsView.document), Shape("extensions", "show", ExtensionView.item),
    ]

    @Test("Every answer has a sample in each run of versions in which it looks the same", arguments: shapes)
    func covered(_ shape: Shape) throws {
        let sampled = try Sample.versions(of: "\(shape.folder)", named: shape.sample)
        let bare = shape.epochs.filter { epoch in !sampled.contains { epoch.contains($0) } }
        #expect(bare.isEmpty, "no sample for \(bare)")
    }
}
