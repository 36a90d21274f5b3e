import Testing

@testable import Identity

struct PolicyOverridesTests {
    private func engine(_ yaml: String) throws -> PolicyEngine {
        try PolicyEngine(overrides: try PolicyOverrides(yaml: yaml, file: "policy.yaml"))
    }

    private func failure(_ yaml: String) -> PolicyError? {
        #expect(throws: PolicyError.self) { try engine(yaml) }
    }

    private static func show(_ check: String) -> String {
        "\"os_compute_api:servers:show\": \"\(check)\"\n"
    }

    @Test(
        "Checks mean what they mean to oslo.policy",
        arguments: [
            // check, passes: reader p1/u1, member p1/u1, admin p9/u9; the target is p1/u1
            ("@", [true, true, true]), ("", [true, true, true]), ("!", [false, false, false]),
            ("role:member", [false, true, true]), ("role:MEMBER", [false, true, true]),
            ("not role:member", [true, false, false]), ("NOT role:member", [true, false, false]),
            ("role:member and project_id:%(project_id)s", [false, true, false]),
            ("role:admin or user_id:%(user_id)s", [true, true, true]),
            ("role:admin and project_id:%(tenant_id)s or role:reader", [true, true, true]),
            ("role:reader or role:admin and project_id:%(project_id)s", [true, true, true]),
            ("(role:reader or role:admin) and project_id:%(project_id)s", [true, true, false]),
            ("((role:member)) and not (role:admin)", [false, true, false]),
            ("not not role:member", [false, true, true]),
            ("is_admin:True", [false, false, true]), ("is_admin:False", [true, true, false]),
            ("rule:admin_or_owner", [true, true, true]), ("rule:project_member_api", [false, true, false]),
            ("project_id:p1", [true, true, false]), ("user_id:u9", [false, false, true]),
            ("'p1':%(project_id)s", [true, true, true]), ("'u2':%(user_id)s", [false, false, false]),
            ("'a':a", [true, true, true]), ("domain_id:default", [true, true, true]),
            ("system_scope:all", [false, false, false]),
            ("user_id:%(target.user.id)s", [true, true, false]),
        ])
    func language(check: String, expected: [Bool]) throws {
        let engine = try engine(Self.show(check))
        let callers = [
            Caller.holding([.reader]), .holding([.member]), .holding([.admin], project: "p9", user: "u9"),
        ]
        let target = PolicyTarget(project: "p1", user: "u1")
        #expect(callers.map { engine.allows(.serversShow, $0, target) } == expected)
    }

    @Test("An override touches its own rule only")
    func isolation() throws {
        let engine = try engine(Self.show("!"))
        #expect(!engine.allows(.serversShow, .holding([.admin])))
        #expect(engine.allows(.serversIndex, .holding([.reader])))
    }

    @Test("A base rule redefined reaches every rule that refers to it")
    func baseRule() throws {
        let engine = try engine("context_is_admin: role:admin or role:manager\n")
        #expect(engine.allows(.hypervisorsList, .holding([.manager])))
        #expect(engine.isAdmin(.holding([.manager])))
        #expect(!engine.isAdmin(.holding([.member])))
    }

    @Test("A file may define rules of its own for others to use")
    func helpers() throws {
        let engine = try engine(
            """
            # operators look at hosts
            operator: role:manager and project_id:ops
            "os_compute_api:os-hypervisors:list": rule:operator or rule:context_is_admin
            """)
        #expect(engine.allows(.hypervisorsList, .holding([.manager], project: "ops")))
        #expect(!engine.allows(.hypervisorsList, .holding([.manager])))
    }

    @Test(
        "JSON and an empty file are fine, too",
        arguments: [#"{"os_compute_api:servers:show": "!"}"#, "", "# nothing\n", "{}"])
    func json(yaml: String) throws {
        let engine = try engine(yaml)
        #expect(engine.allows(.serversShow, .holding([.admin])) == !yaml.contains("!"))
    }

    @Test("An unknown rule is told with its line")
    func unknownRule() {
        let error = failure("# comment\n\"os_compute_api:server:show\": \"@\"\n")
        #expect(error?.line == 2)
        #expect(error?.rule == "os_compute_api:server:show")
        #expect(
            error?.description
                == "policy.yaml:2: rule \"os_compute_api:server:show\": is unknown: no operation asks for it and no other rule refers to it"
        )
    }

    @Test("A reference to a rule that is not there is told with the line of the rule that refers")
    func danglingReference() {
        let error = failure("\n\n" + Self.show("rule:nobody_defined_me"))
        #expect(error?.line == 3)
        #expect(error?.reason.contains("nobody_defined_me") == true)
    }

    @Test(
        "Circles are told",
        arguments: [
            show("rule:os_compute_api:servers:show"), "a: rule:b\nb: not rule:a\n" + show("rule:a"),
            "context_is_admin: is_admin:True\n", "a: rule:b\nb: rule:a\n",
        ])
    func circles(yaml: String) {
        #expect(failure(yaml)?.reason.contains("refers to itself") == true)
    }

    @Test(
        "A check that cannot be read is told with line and rule",
        arguments: [
            "role", ":", "role:", "role:wizard", "role:member and", "and role:member", "role:member role:reader",
            "(role:member",
            "role:member)", "(role:member)and role:reader", "not", "()", "role:(member", "is_admin:maybe",
            "http://example.org/check", "magic:1",
            "project_id:%(user_id)s", "user_id:%(project_id)s", "project_id:%(flavor_id)s", "user_id:%(user_id",
            "project_id:%",
        ])
    func malformed(check: String) {
        let error = failure("\n" + Self.show(check))
        #expect(error?.line == 2)
        #expect(error?.rule == "os_compute_api:servers:show")
    }

    @Test(
        "Files of another shape are told",
        arguments: [
            "- a\n- b\n", "just text", "\"os_compute_api:servers:show\": [[\"role:admin\"]]\n",
            "\"os_compute_api:servers:show\": {a: b}\n", "[a]: b\n", "a: \"unclosed\n", "\t\tx: y",
            show("@") + show("!"), "a: *b\n",
        ])
    func shapes(yaml: String) {
        #expect(failure(yaml) != nil)
    }

    @Test("The second definition of a rule is told with its name")
    func duplicate() {
        let error = failure(Self.show("@") + Self.show("!"))
        #expect(error?.description.contains("os_compute_api:servers:show") == true)
    }

    @Test("Deep nesting, long files and references that multiply are refused, not suffered")
    func hostile() {
        _ = failure(Self.show(String(repeating: "(", count: 100_000) + "@" + String(repeating: ")", count: 100_000)))
        _ = failure(Self.show(String(repeating: "not ", count: 100_000) + "@"))
        _ = failure(String(repeating: "#", count: 1 << 21))
        let doubling = (0..<60).map { "r\($0): rule:r\($0 + 1) and rule:r\($0 + 1)\n" }.joined()
        _ = failure(doubling + "r60: role:admin\n" + Self.show("rule:r0"))
        _ = failure("a: &x \"@\"\n" + (0..<60).map { "b\($0): [*x, *x]\n" }.joined())
    }

    @Test("A file is loaded by its path, and a missing one is named")
    func loading() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write(Self.show("!"), to: "policy.yaml")
        #expect(try !PolicyEngine.load(path: path).allows(.serversShow, .holding([.admin])))
        #expect(try PolicyEngine.load(path: nil).allows(.serversShow, .holding([.admin])))
        let error = #expect(throws: PolicyError.self) { try PolicyEngine.load(path: directory.path + "/none.yaml") }
        #expect(error?.description.hasPrefix(directory.path + "/none.yaml: cannot be read") == true)
    }
}
