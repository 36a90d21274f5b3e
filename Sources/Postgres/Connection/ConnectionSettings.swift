import CPostgres
import Glibc

/// Where a server is and how to log in, in libpq's words.
package struct ConnectionSettings: Sendable {
    /// `postgresql://user@host/database?sslmode=verify-full`, or the same as `key=value` pairs: all of libpq's options.
    package var address: String
    /// Wins over one of the address; nil: that one, or libpq's password file.
    package var password: String?
    /// What the server shows of this program among its sessions.
    package var applicationName: String
    /// How long an answer may take. A server that takes longer counts as lost: a link that stays open says nothing of one whose
    /// disk or standby hangs.
    package var answerLimit: Duration

    package init(
        address: String, password: String? = nil, applicationName: String, answerLimit: Duration = .seconds(75)
    ) {
        self.address = address
        self.password = password
        self.applicationName = applicationName
        self.answerLimit = answerLimit
    }

    /// What the address says, without what it leaves to the defaults; nil where libpq can't read it.
    package var options: [String: String]? {
        guard let list = PQconninfoParse(address, nil) else { return nil }
        defer { PQconninfoFree(list) }
        var options: [String: String] = [:]
        var next = list
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val { options[String(cString: keyword)] = String(cString: value) }
            next += 1
        }
        return options
    }

    /// The database and its server, for people; never a password.
    package var name: String {
        let options = options ?? [:]
        let database = options["dbname"] ?? options["user"] ?? "default"
        guard let host = options["host"] ?? options["hostaddr"] else { return "\(database) on this machine" }
        return "\(database) on \(host)"
    }

    /// Whether the address leads to another machine without having its certificate checked.
    package var trustsTheNetwork: Bool {
        let options = options ?? [:]
        guard !["verify-ca", "verify-full"].contains(options["sslmode"]) else { return false }
        let hosts = (options["hostaddr"] ?? options["host"] ?? "").split(separator: ",")
        return hosts.contains { !$0.hasPrefix("/") && !["localhost", "127.0.0.1", "::1"].contains($0) }
    }

    /// A link that went dead is noticed within half a minute, and a standby isn't taken for the server. The address may say
    /// otherwise; of two that say something, libpq takes the later.
    private var parameters: [(String, String)] {
        let standard = [
            ("connect_timeout", "10"), ("keepalives_idle", "15"), ("keepalives_interval", "5"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "30000"), ("target_session_attrs", "read-write"),
            ("fallback_application_name", applicationName),
        ]
        // An address counts as one only under this name.
        return standard + [("dbname", address)] + (password.map { [("password", $0)] } ?? [])
            + [("client_encoding", "UTF8")]
    }

    private static func ended(_ list: [UnsafeMutablePointer<CChar>?]) -> [UnsafePointer<CChar>?] {
        list.map { $0.map { UnsafePointer($0) } } + [nil]
    }

    /// Lends the options as libpq's two lists, ended by NULL.
    func withParameters<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let pairs = parameters
        let keys = pairs.map { strdup($0.0) }
        let values = pairs.map { strdup($0.1) }
        defer { (keys + values).forEach { free($0) } }
        return body(Self.ended(keys), Self.ended(values))
    }
}
