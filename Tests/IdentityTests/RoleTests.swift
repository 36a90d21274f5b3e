import Testing

@testable import Identity

struct RoleTests {
    @Test(
        "A role implies those below it and no other",
        arguments: [
            (Role.reader, [Role.reader]),
            (.member, [.reader, .member]),
            (.manager, [.reader, .member, .manager]),
            (.admin, [.reader, .member, .manager, .admin]),
            (.service, [.service]),
        ])
    func implication(role: Role, expected: [Role]) {
        #expect(RoleSet(role).expanded.roles == expected)
        #expect(role.implied.roles == expected)
    }

    @Test("Role ids are distinct, well-formed and lead back to the role", arguments: Role.allCases)
    func ids(role: Role) {
        #expect(IdentityID.isValid(role.id))
        #expect(Role(id: role.id) == role)
    }

    @Test(
        "Ids are 32 lower-case hex digits",
        arguments: [
            ("", false), ("0123456789abcdef0123456789abcdef", true), ("0123456789ABCDEF0123456789abcdef", false),
            ("0123456789abcdef0123456789abcde", false), ("0123456789abcdef0123456789abcdef0", false),
            ("0123456789abcdef0123456789abcde\0", false), ("é123456789abcdef0123456789abcde", false),
        ])
    func validity(text: String, isValid: Bool) {
        #expect(IdentityID.isValid(text) == isValid)
    }

    @Test("New ids are valid and differ")
    func random() {
        var generator = SystemRandomNumberGenerator()
        let ids = (0..<100).map { _ in IdentityID.random(from: &generator) }
        #expect(Set(ids).count == 100)
        #expect(ids.allSatisfy(IdentityID.isValid))
    }
}
