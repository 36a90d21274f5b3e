/// Why a measurement could not be made; the text says what to do where something can be done.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
