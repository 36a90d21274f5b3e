import Configuration
import Synchronization

/// The options that were looked for while settings were read. What a file holds beside them is a typing error.
final class AskedOptions: Sendable {
    private let names = Mutex<Set<String>>([])

    func add(_ name: String) { names.withLock { _ = $0.insert(name) } }

    /// Throws for the first option of a file that nobody asked for.
    func check(_ sources: [SettingsSource]) throws(SettingsError) {
        let asked = names.withLock { $0 }
        for source in sources {
            guard let unknown = source.options.first(where: { !asked.contains($0) }) else { continue }
            let section = unknown.prefix { $0 != "." }
            let others = asked.filter { $0.hasPrefix("\(section).") }.sorted()
            let known = others.isEmpty ? Set(asked.map { String($0.prefix { $0 != "." }) }).sorted() : others
            throw SettingsError(
                "\(unknown) (in \(source.path ?? source.provider.providerName)) is no option of aeried; there are "
                    + "\(known.joined(separator: ", ")).")
        }
    }
}
