import WireJSON

/// Tables for people, JSON for programs.
enum Output {
    static func json(_ value: JSONValue) {
        var writer = JSONWriter()
        writer.value(value)
        print(String(decoding: writer.finish(), as: UTF8.self))
    }

    static func table(_ titles: [String], _ rows: [[String]]) {
        let widths = titles.indices.map { column in
            ([titles] + rows).map { $0[column].count }.max() ?? 0
        }
        for row in [titles] + rows {
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            print(cells.joined(separator: "  ").trimmingTrailingSpaces)
        }
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
