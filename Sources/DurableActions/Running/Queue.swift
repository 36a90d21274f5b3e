/// First in, first out, each in constant time on average.
struct Queue<Element> {
    private var elements: [Element] = []
    private var first = 0

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard first < elements.count else { return nil }
        defer { shrink() }
        return elements[first]
    }

    private mutating func shrink() {
        first += 1
        guard first * 2 >= elements.count else { return }
        elements.removeFirst(first)
        first = 0
    }
}
