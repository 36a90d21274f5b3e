@testable import Identity

extension Caller {
    /// `projectID` is a mere name here: policy only compares.
    static func holding(_ roles: RoleSet, project: String? = "p1", user: String = "u1") -> Caller {
        Caller(
            userID: user, userName: "someone", projectID: project, projectName: project, roles: roles,
            expiresAt: UnixTime(seconds: 2_000_000_000), auditID: "audit")
    }
}

/// What a hostile client puts where a name or a password belongs.
enum HostileText {
    static let all: [String] = [
        "", "\0", "alice\0", "\0alice", "al\u{0}ice", String(repeating: "a", count: 1 << 20), "' OR 1=1 --",
        "\u{202E}ecila", "Z̷̢̛a̴l̶g̸o̵", "👩‍👩‍👧‍👦", "\u{FEFF}alice", "alice\u{301}", "ａｌｉｃｅ", "\r\n", "%(user_id)s", "{}",
        String(repeating: "\u{1F4A9}", count: 4_096),
    ]
}
