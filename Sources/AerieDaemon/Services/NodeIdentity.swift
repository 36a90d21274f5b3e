import Compute
import FoundationEssentials

/// The hypervisor's id, kept in a file so that it outlives the database.
enum NodeIdentity {
    static func loadOrCreate(path: String, makeUUID: () -> String) throws(SettingsError) -> String {
        if let data = FileManager.default.contents(atPath: path) {
            let text = String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
            guard UUID(uuidString: text) != nil else {
                throw SettingsError(
                    "\(path) should hold the UUID of this host and holds something else; mend or remove it")
            }
            return text
        }
        let id = makeUUID()
        do {
            try Data((id + "\n").utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw SettingsError("\(path) can't be written: \(error)")
        }
        return id
    }
}
