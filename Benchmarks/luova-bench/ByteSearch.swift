// The standard library's own search is made for any collection, and a hundred times slower on bytes.
extension ArraySlice<UInt8> {
    /// Where some bytes stand: the index of the first of them, each time, from the front.
    func places(of wanted: [UInt8]) -> [Int] {
        guard let first = wanted.first, count >= wanted.count else { return [] }
        var places: [Int] = []
        var place = startIndex
        while place <= endIndex - wanted.count {
            if self[place] == first, self[place..<place + wanted.count].elementsEqual(wanted) {
                places.append(place)
                place += wanted.count
            } else {
                place += 1
            }
        }
        return places
    }
}
