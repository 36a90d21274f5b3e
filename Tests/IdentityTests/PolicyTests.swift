import Testing

@testable import Identity

struct PolicyTests {
    private let engine: PolicyEngine

    init() throws {
        engine = try PolicyEngine()
    }

    /// Who passes at a level: the answer key, written out apart from the code.
    private static func passes(_ level: PolicyLevel, _ role: Role?, ownProject: Bool, ownUser: Bool) -> Bool {
        switch (level, role) {
        case (.authenticated, _), (_, .admin): true
        case (.reader, .reader), (.reader, .member), (.reader, .manager): ownProject
        case (.member, .member), (.member, .manager): ownProject
        case (.manager, .manager): ownProject
        case (.adminOrOwner, _): ownUser
        case (.service, .service): true
        case (.serviceOrOwner, .service): true
        case (.serviceOrOwner, _): ownUser
        case (.readerAnywhere, .reader), (.readerAnywhere, .member), (.readerAnywhere, .manager): true
        default: false
        }
    }

    @Test(
        "Every rule answers every role as its level says, for own and foreign projects and users",
        arguments: PolicyRule.allCases)
    func table(rule: PolicyRule) {
        for role in Role.allCases.map(Optional.some) + [nil] {
            let caller = Caller.holding(RoleSet(role.map { [$0] } ?? []), project: role == nil ? nil : "p1")
            for (project, user) in [("p1", "u1"), ("p1", "u2"), ("p2", "u1"), ("p2", "u2")] {
                let expected = Self.passes(
                    rule.defaultLevel, role, ownProject: project == caller.projectID, ownUser: user == "u1")
                let allowed = engine.allows(rule, caller, PolicyTarget(project: project, user: user))
                #expect(allowed == expected, "\(rule.name), \(role?.name ?? "no role"), \(project), \(user)")
            }
        }
    }

    @Test("Every operation of the contract has the level that the contract gives it", arguments: ContractOperations.all)
    func contract(operation: String, rule: PolicyRule, level: PolicyLevel) {
        #expect(rule.defaultLevel == level, "\(operation)")
    }

    @Test("Names are unique and lead back to their rule", arguments: PolicyRule.allCases)
    func names(rule: PolicyRule) {
        #expect(PolicyRule(name: rule.name) == rule)
        #expect(PolicyRule.allCases[rule.rawValue] == rule)
    }

    @Test(
        "Rules have the names that Nova's operators know",
        arguments: [
            (PolicyRule.serversShow, "os_compute_api:servers:show"),
            (.extendedServerAttributes, "os_compute_api:os-extended-server-attributes"),
            (.serversCreateRequestedDestination, "compute:servers:create:requested_destination"),
            (.serverTopologyHostIndex, "compute:server:topology:host:index"),
            (.hypervisorsListDetail, "os_compute_api:os-hypervisors:list-detail"),
            (.lockServerUnlockUnlockOverride, "os_compute_api:os-lock-server:unlock:unlock_override"),
            (.networkAttachExternalNetwork, "network:attach_external_network"),
            (.identityListUsers, "identity:list_users"),
        ])
    func knownNames(rule: PolicyRule, name: String) {
        #expect(rule.name == name)
    }

    @Test("What belongs to nobody matches nobody")
    func ownerless() {
        let unscoped = Caller.holding([.member], project: nil)
        #expect(!engine.allows(.serversShow, unscoped, PolicyTarget(project: nil)))
        #expect(!engine.allows(.serversShow, .holding([.member]), PolicyTarget(project: nil)))
        #expect(!engine.allows(.keypairsShow, .holding([.member]), PolicyTarget(project: "p1", user: nil)))
    }

    @Test("Lists and creates are about the caller's own project")
    func ownTarget() {
        #expect(engine.allows(.serversIndex, .holding([.reader])))
        #expect(engine.allows(.serversCreate, .holding([.member])))
        #expect(!engine.allows(.serversCreate, .holding([.reader])))
        #expect(!engine.allows(.serversIndex, .holding([], project: nil)))
    }

    @Test("A denial names the rule")
    func denial() {
        #expect(
            PolicyEngine.denial(.serversShow) == "Policy doesn't allow os_compute_api:servers:show to be performed.")
    }
}
