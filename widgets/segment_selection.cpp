#include "widgets/segment_selection.h"

#include "model/simulation/cell_source.h"
#include "widgets/document.h"
#include "widgets/quantity.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace phiscope {

namespace {

/// Whether an index means the same place in both.
bool sameSegments(const BuiltCell& a, const BuiltCell& b) {
    const auto& one = a.morphology.sections;
    const auto& other = b.morphology.sections;
    return a.placed.segments.firstOfSection == b.placed.segments.firstOfSection &&
           std::ranges::equal(one, other, [](const Section& s, const Section& t) {
               return s.name == t.name && s.parent == t.parent && s.type == t.type;
           });
}

} // namespace

SegmentSelection::SegmentSelection(Document* document, QObject* parent)
    : QObject(parent)
    , document_(document) {
    connect(document_, &Document::cellRebuilt, this, &SegmentSelection::takeCell);
    connect(document_, &Document::sceneChanged, this, [this](Changes changes) {
        if (changes == Changes(Change::all)) {
            clear();
        }
    });
    takeCell();
}

void SegmentSelection::takeCell() {
    const auto before = std::exchange(cell_, document_->cell());
    if (!before || !cell_ || !sameSegments(*before, *cell_)) {
        tree_ = {};
        clear();
    }
}

bool SegmentSelection::contains(int segment) const {
    return std::ranges::binary_search(segments_, segment);
}

void SegmentSelection::put(std::vector<int> segments, int focus) {
    const int count = cell_ ? cell_->placed.segments.size() : 0;
    std::erase_if(segments, [count](int segment) { return segment < 0 || segment >= count; });
    std::ranges::sort(segments);
    segments.erase(std::ranges::unique(segments).begin(), segments.end());
    if (!std::ranges::binary_search(segments, focus)) {
        focus = std::ranges::binary_search(segments, focus_) ? focus_ : -1;
    }
    if (segments != segments_ || focus != focus_) {
        segments_ = std::move(segments);
        focus_ = focus;
        Q_EMIT changed();
    }
}

void SegmentSelection::set(std::vector<int> segments, int focus) {
    put(std::move(segments), focus);
}

void SegmentSelection::add(std::span<const int> segments, int focus) {
    std::vector<int> all = segments_;
    all.insert(all.end(), segments.begin(), segments.end());
    put(std::move(all), focus);
}

void SegmentSelection::toggle(int segment) {
    std::vector<int> all = segments_;
    if (std::erase(all, segment) == 0) {
        all.push_back(segment);
    }
    put(std::move(all), segment);
}

void SegmentSelection::clear() {
    put({}, -1);
}

const SegmentTree& SegmentSelection::tree() const {
    if (cell_ && tree_.size() == 0) {
        tree_ = SegmentTree(cell_->morphology, cell_->placed.segments);
    }
    return tree_;
}

std::vector<int> SegmentSelection::related(Kinship kinship) const {
    return tree().related(kinship, segments_);
}

SegmentSelection::Sum SegmentSelection::sum() const {
    Sum sum;
    for (const int segment : segments_) {
        ++sum.count;
        sum.lengthUm += cell_->placed.segments.length[segment];
        sum.areaUm2 += cell_->placed.segments.area[segment];
    }
    return sum;
}

QString SegmentSelection::summary() const {
    const Sum all = sum();
    const QString count = all.count == 1 ? tr("1 segment") : tr("%1 segments").arg(all.count);
    return tr("%1, %2, %3")
        .arg(count, formatQuantity(all.lengthUm, QStringLiteral("µm")),
             formatQuantity(all.areaUm2, QStringLiteral("µm²")));
}

QString SegmentSelection::names() const {
    QString names;
    for (const int segment : segments_) {
        const Segments& all = cell_->placed.segments;
        const auto at = static_cast<std::size_t>(segment);
        const Section& section = cell_->morphology.sections[static_cast<std::size_t>(all.section[at])];
        names += QStringLiteral("%1(%2)\n")
                     .arg(QString::fromStdString(section.name), QString::number(all.x[at], 'g', 6));
    }
    return names;
}

} // namespace phiscope
