import Foundation

/// What a run found out, as markdown.
struct Table {
    private(set) var figures: [Figure] = []

    /// Shows the line on standard error too, so that a person sees the run go on.
    mutating func add(_ figure: Figure) {
        figures.append(figure)
        FileHandle.standardError.write(Data((figure.markdown + "\n").utf8))
    }

    var markdown: String {
        """
        | what | ours | floor | ratio | goal | reached |
        |---|---|---|---|---|---|
        """ + "\n" + figures.map(\.markdown).joined(separator: "\n")
    }
}
