#pragma once

#include "model/geometry/segment_tree.h"

#include <QObject>

#include <memory>
#include <span>
#include <vector>

namespace phiscope {

class Document;
struct BuiltCell;

/// The segments of the cell that are chosen: the same ones in the view, the table and the dendrogram. Not a
/// part of the scene, so no step of undo. Kept while the cell moves, dropped where it gets other segments.
class SegmentSelection : public QObject {
    Q_OBJECT
public:
    explicit SegmentSelection(Document* document, QObject* parent = nullptr);

    /// What the indices are of; null: none.
    const std::shared_ptr<const BuiltCell>& cell() const { return cell_; }
    const std::vector<int>& segments() const { return segments_; } ///< ascending
    bool empty() const { return segments_.empty(); }
    bool contains(int segment) const;
    /// The one that was pointed at last, for what shows one only; -1 where it is not among them.
    int focus() const { return focus_; }

    /// Numbers that are no segment are left out.
    void set(std::vector<int> segments, int focus = -1);
    void add(std::span<const int> segments, int focus = -1);
    void toggle(int segment);
    void clear();

    /// What belongs to those that are chosen, along the tree.
    std::vector<int> related(Kinship kinship) const;
    const SegmentTree& tree() const;

    struct Sum {
        int count = 0;
        double lengthUm = 0.0;
        double areaUm2 = 0.0;
    };
    Sum sum() const;
    /// "12 segments, 340 µm, 812 µm²"
    QString summary() const;
    /// "dend[3](0.5)", a line each, as NEURON writes them.
    QString names() const;

Q_SIGNALS:
    void changed();

private:
    void takeCell();
    void put(std::vector<int> segments, int focus);

    Document* document_;
    std::shared_ptr<const BuiltCell> cell_;
    mutable SegmentTree tree_; ///< made when it is first asked for
    std::vector<int> segments_;
    int focus_ = -1;
};

} // namespace phiscope
