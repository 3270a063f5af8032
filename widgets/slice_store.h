#pragma once

#include "model/geometry/segments.h"
#include "model/scene/scene.h"

#include <QObject>
#include <QString>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace phiscope {

class FieldGrid;
class GuiMailbox;

/// Makes the matrices of field slices on another thread and keeps them up to date while slices move.
///
/// A slice that changes gets a coarse matrix first, so that the field follows the hand, and the one it asks
/// for when it stays. The newest wins; the old one is kept until then. Slices that are not visible are left
/// until they are.
class SliceStore : public QObject {
    Q_OBJECT
public:
    explicit SliceStore(QObject* parent = nullptr);
    ~SliceStore() override;

    void setCell(std::shared_ptr<const PlacedCell> cell);
    void setSlices(const std::vector<FieldSlice>& slices);
    /// Those that stimulate make the field of slices that show it.
    void setProbes(const std::vector<Probe>& probes);

    /// Null while there is none yet.
    std::shared_ptr<const FieldGrid> grid(const std::string& id) const;
    /// True while a visible slice has not the matrix that it asks for.
    bool busy() const;

Q_SIGNALS:
    void gridChanged(const QString& id);
    /// There is no matrix, or only the coarse one; a whole sentence says why.
    void failed(const QString& id, const QString& why);

private:
    enum class Stage { none, coarse, done };
    struct Entry {
        FieldSlice slice;
        Stage stage = Stage::none;
        std::uint64_t version = 0;     ///< of what is asked for
        std::uint64_t gridVersion = 0; ///< of what `grid` was made for
        std::shared_ptr<const FieldGrid> grid;
    };
    struct Job;

    void restart(Entry& entry);
    void startNext();
    void finish(const std::shared_ptr<Job>& job);

    std::shared_ptr<GuiMailbox> mailbox_;
    std::shared_ptr<const PlacedCell> cell_;
    std::vector<Probe> stimulating_; ///< without what shapes no field
    std::map<std::string, Entry> entries_;
    std::shared_ptr<Job> running_;
    std::uint64_t versions_ = 0;
};

} // namespace phiscope
