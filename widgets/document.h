#pragma once

#include "model/scene/scene.h"
#include "model/support/result.h"

#include <QFlags>
#include <QObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

class QUndoStack;

namespace phiscope {

class CellBuilder;
class Recording;
struct BuiltCell;

/// What an edit touched; several may hold at once.
enum class Change {
    none = 0,
    shape = 1,    ///< morphology, pose or discretisation: the cell is being built anew
    currents = 2, ///< NEURON must run again
    items = 4,    ///< synapses, groups of them, stimuli: their list, names, places, parameters
    probes = 8,   ///< probes: their list, names, places, tissue
    view = 16,    ///< how it is looked at (Scene::view, visible flags)
    titles = 32,  ///< title, description, names
    slices = 64,  ///< field slices: their list, names, places, tissue
    heads = 128,  ///< heads: their list, shells, electrodes, the cell's place in them
    knobs = 256,  ///< numbers within reach: their list and ranges, not the numbers themselves
    all = 511,    ///< another scene was loaded
};
Q_DECLARE_FLAGS(Changes, Change)
Q_DECLARE_OPERATORS_FOR_FLAGS(Changes)

/// What happened, in words, for the notice bar.
struct Message {
    enum class Level { information, warning, error };
    Level level = Level::information;
    QString text;
    QString details; ///< shown on request; may be empty
};

/// The open scene: one value, its undo stack, its file, and the cell that is built from it.
///
/// Every edit goes through the undo stack and undoes by swapping values. Edits with the same merge key become
/// one step until `endGesture` (a drag ends, a field loses the focus). Everything here belongs to the GUI
/// thread; building the cell and reading files happen on others, and the newest request wins.
class Document : public QObject {
    Q_OBJECT
public:
    explicit Document(QObject* parent = nullptr);
    ~Document() override;

    const Scene& scene() const { return scene_; }
    QUndoStack* undoStack() const { return undo_; }

    // Files.
    /// Empty for a scene that was never saved.
    const std::filesystem::path& filePath() const { return filePath_; }
    /// File name or title, for the window's title.
    QString displayName() const;
    bool isModified() const;
    /// Replaces everything by `scene`; clears the undo stack.
    void setScene(Scene scene, const std::filesystem::path& filePath = {});
    /// Reads a scene, a morphology (.swc .asc .xml .hoc) or results (.phiscope.h5) on another thread. Ends
    /// with `opened` or `openFailed`; after a failure the open scene is as it was. A morphology becomes a new
    /// scene around that cell.
    void open(const std::filesystem::path& path);
    bool isOpening() const { return opening_; }
    /// Writes at once (files are small), atomically. A relative morphology path is kept relative to the new
    /// place.
    Result<void> save(const std::filesystem::path& path);
    /// Asked before code in a .hoc file runs; the answer is the application's to remember. Unset: refused.
    void setHocConsent(std::function<bool(const std::filesystem::path&)> ask) {
        hocConsent_ = std::move(ask);
    }

    // The cell, built off the GUI thread. Null until the first one is ready; the old one stays where a new
    // one can not be built.
    std::shared_ptr<const BuiltCell> cell() const { return cell_; }
    bool isBuilding() const;

    // Edits, each one step of undo. They return the new item's id.
    QString addSynapse(const Location& at);
    QString addGroup(SynapseGroup group); ///< its id is made here, its name where it is taken
    QString addStimulus(const Location& at);
    QString addProbe(const std::array<double, 3>& positionUm);
    /// Moved to the position; its id is made here, its name where it is taken.
    QString addProbe(Probe probe, const std::array<double, 3>& positionUm);
    QString addSlice(FieldSlice slice); ///< its id is made here, its name where it is taken
    QString addHead();
    /// Adds the synapses, groups, stimuli, probes, slices and heads of `objects`, with new ids and with other
    /// names where theirs are taken. Selects and returns the last one's id, empty where there are none.
    QString addObjects(const Scene& objects, const QString& text);
    QString duplicateItem(const QString& id);
    /// Several at once, in one step; the new ones are selected.
    QStringList duplicateItems(const QStringList& ids);
    void removeItem(const QString& id);
    void removeItems(const QStringList& ids);
    void renameItem(const QString& id, const QString& name);
    void setItemsLocked(const QStringList& ids, bool locked);
    void setItemShown(const QString& id,
                      bool shown); ///< visible (cell, probes, slices, heads) or enabled (synapses, stimuli)
    void moveItem(const QString& id, const Location& to); ///< synapse, a group's member or stimulus, merges
    void moveProbe(const QString& id, const std::array<double, 3>& positionUm); ///< merges

    void moveSlice(const QString& id, const std::array<double, 3>& positionUm); ///< merges

    /// Replaces all but the view by another state of this scene: for edits of several objects in one step.
    void setObjects(Scene value, const QString& text, const QString& mergeKey = {});
    void setTitle(const QString& title, const QString& description);
    void setCell(Cell value, const QString& text, const QString& mergeKey = {});
    void setSynapse(Synapse value, const QString& text, const QString& mergeKey = {}); ///< by its id
    void setGroup(SynapseGroup value, const QString& text, const QString& mergeKey = {});
    void setStimulus(Stimulus value, const QString& text, const QString& mergeKey = {});
    void setProbe(Probe value, const QString& text, const QString& mergeKey = {});
    void setSlice(FieldSlice value, const QString& text, const QString& mergeKey = {});
    void setHead(Head value, const QString& text, const QString& mergeKey = {});
    void setRun(RunSettings value, const QString& text, const QString& mergeKey = {});
    void setKnobs(std::vector<Knob> value, const QString& text, const QString& mergeKey = {});
    /// Not an edit: neither undone nor a reason to ask before closing.
    void setView(const View& view);
    /// The next edit starts a step of its own, even with the same merge key.
    void endGesture() { ++gesture_; }

    // Look-ups by id; null where there is none.
    const Synapse* synapse(const QString& id) const;
    const SynapseGroup* group(const QString& id) const;
    const Stimulus* stimulus(const QString& id) const;
    const Probe* probe(const QString& id) const;
    const FieldSlice* slice(const QString& id) const;
    const Head* head(const QString& id) const;
    /// True for what can be duplicated, renamed and deleted.
    bool isObject(const QString& id) const;
    /// Name for people of an item or of "cell", "run".
    QString itemName(const QString& id) const;

    /// The one selected object: an item's id, "cell", "run", "view" or empty. For a probe a contact may be
    /// selected too (-1: none).
    const QString& selection() const { return selection_; }
    int selectedContact() const { return selectedContact_; }
    /// A member of a group ("group id#index") selects its group.
    void select(const QString& id, int contact = -1);
    /// All that is selected, in the order in which it was; the one selected object is the last of it. More
    /// than one only of objects that can be deleted.
    const QStringList& selected() const { return selected_; }
    void selectAll(const QStringList& ids);
    /// Takes an object into what is selected, or out of it.
    void toggleSelected(const QString& id);
    /// The object that an id in the view belongs to: of a group's member the group.
    static QString objectOf(const QString& id) { return id.section(QLatin1Char('#'), 0, 0); }

Q_SIGNALS:
    void sceneChanged(phiscope::Changes changes);
    void modifiedChanged(bool modified);
    void fileChanged();
    void selectionChanged(const QString& id, int contact);
    /// `selected()` is another; comes after selectionChanged.
    void selectedChanged();
    /// A new cell is there; `cell()` is it.
    void cellRebuilt();
    void buildingChanged(bool building);
    void openingChanged(bool opening, const QString& what);
    void opened(const QString& path);
    void openFailed(const QString& path);
    /// Results came with the file that was opened: show them, no run is needed.
    void resultsOpened(std::shared_ptr<const phiscope::Recording> recording);
    void message(const phiscope::Message& message);

private:
    struct Opening;
    template <typename T>
    void push(const QString& text, T value, std::function<T&(Scene&)> find, const QString& mergeKey = {});
    void noteChange();
    void setSelected(const QStringList& ids, int contact);
    void dropLostSelection();
    void requestCell();
    void install(Scene scene, const std::filesystem::path& filePath, std::shared_ptr<const BuiltCell> cell);
    void continueOpening(const std::shared_ptr<Opening>& opening);
    void finishOpening(const std::shared_ptr<Opening>& opening);
    void failOpening(const std::shared_ptr<Opening>& opening, const Error& error);
    void setOpening(bool opening, const QString& what = {});
    QString newName(const QString& stem) const;

    Scene scene_;
    Scene shown_; ///< as of the last notice, to tell what an edit changed
    QUndoStack* undo_ = nullptr;
    std::filesystem::path filePath_;
    std::unique_ptr<CellBuilder> builder_;
    std::shared_ptr<const BuiltCell> cell_;
    QString selection_;
    QStringList selected_;
    int selectedContact_ = -1;
    std::uint64_t gesture_ = 0;
    std::uint64_t openRequest_ = 0;
    bool opening_ = false;
    std::function<bool(const std::filesystem::path&)> hocConsent_;
};

} // namespace phiscope

Q_DECLARE_METATYPE(phiscope::Message)
