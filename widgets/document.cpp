#include "widgets/document.h"

#include "model/probes/probe_design.h"
#include "model/scene/parameters.h"
#include "model/scene/scene_file.h"
#include "model/simulation/cell_source.h"
#include "widgets/cell_builder.h"
#include "widgets/object_moves.h"
#include "widgets/quantity.h"
#include "widgets/set_value.h"

#include <QUndoStack>

#include <algorithm>
#include <type_traits>

namespace phiscope {

namespace fs = std::filesystem;

namespace {

template <typename T>
auto findById(std::vector<T>& items, const std::string& id) {
    return std::find_if(items.begin(), items.end(), [&id](const T& item) { return item.id == id; });
}

template <typename T>
const T* pointerTo(const std::vector<T>& items, const std::string& id) {
    const auto at = std::find_if(items.begin(), items.end(), [&id](const T& item) { return item.id == id; });
    return at == items.end() ? nullptr : &*at;
}

/// Accessor for undo: the item with this id. It is there whenever the command that uses it is on top, since
/// undo and redo go through the same states.
template <typename T>
std::function<T&(Scene&)> itemOf(std::vector<T> Scene::*items, std::string id) {
    return [items, id = std::move(id)](Scene& scene) -> T& {
        const auto at = findById(scene.*items, id);
        Q_ASSERT(at != (scene.*items).end());
        return *at;
    };
}

/// Calls `act(items, kind)` for the list of the scene that holds the item with this id; false: there is none.
template <typename Act>
bool inListOf(const Scene& scene, const QString& id, Act&& act) {
    const std::string key = id.toStdString();
    const auto here = [&](auto Scene::*items, const char* kind) {
        const bool found = pointerTo(scene.*items, key) != nullptr;
        if (found) {
            act(items, kind);
        }
        return found;
    };
    return here(&Scene::synapses, "synapse") || here(&Scene::groups, "group") ||
           here(&Scene::stimuli, "stimulus") || here(&Scene::probes, "probe") ||
           here(&Scene::slices, "slice") || here(&Scene::heads, "head");
}

/// What the eye in the tree switches.
template <typename T>
bool& shownFlag(T& item) {
    if constexpr (std::is_same_v<T, Synapse> || std::is_same_v<T, SynapseGroup> ||
                  std::is_same_v<T, Stimulus>) {
        return item.enabled;
    } else {
        return item.visible;
    }
}

template <typename T>
std::function<T&(Scene&)> memberOf(T Scene::*member) {
    return [member](Scene& scene) -> T& {
        return scene.*member;
    };
}

QString place(const Location& at) {
    return QStringLiteral("%1(%2)").arg(QString::fromStdString(at.section)).arg(at.x, 0, 'g', 3);
}

QString place(const std::array<double, 3>& p) {
    return QStringLiteral("(%1, %2, %3) µm").arg(formatNumber(p[0]), formatNumber(p[1]), formatNumber(p[2]));
}

bool shapeDiffers(const Cell& a, const Cell& b) {
    return a.morphology != b.morphology || a.discretisation != b.discretisation || a.Ra != b.Ra ||
           a.cm != b.cm || a.pose != b.pose;
}

Changes difference(const Scene& a, const Scene& b) {
    Changes changes;
    changes.setFlag(Change::shape, shapeDiffers(a.cell, b.cell));
    changes.setFlag(Change::currents, currentsDiffer(a, b));
    changes.setFlag(Change::items,
                    a.synapses != b.synapses || a.groups != b.groups || a.stimuli != b.stimuli);
    changes.setFlag(Change::probes, a.probes != b.probes);
    changes.setFlag(Change::slices, a.slices != b.slices);
    changes.setFlag(Change::heads, a.heads != b.heads);
    changes.setFlag(Change::knobs, a.knobs != b.knobs);
    changes.setFlag(Change::view, a.view != b.view || a.cell.visible != b.cell.visible);
    changes.setFlag(Change::titles,
                    a.title != b.title || a.description != b.description || a.cell.name != b.cell.name);
    // A run setting that changes no current (the memory limit) is still shown somewhere.
    changes.setFlag(Change::titles, changes.testFlag(Change::titles) || a.run != b.run || a.cell != b.cell);
    return changes;
}

} // namespace

Document::Document(QObject* parent)
    : QObject(parent)
    , undo_(new QUndoStack(this))
    , builder_(std::make_unique<CellBuilder>()) {
    connect(undo_, &QUndoStack::cleanChanged, this, [this](bool clean) { Q_EMIT modifiedChanged(!clean); });
    connect(builder_.get(), &CellBuilder::built, this, [this](std::shared_ptr<const BuiltCell> cell) {
        cell_ = std::move(cell);
        Q_EMIT cellRebuilt();
    });
    connect(builder_.get(), &CellBuilder::failed, this, [this](const QString& text) {
        Q_EMIT message({Message::Level::error, text, {}});
    });
    connect(builder_.get(), &CellBuilder::busyChanged, this, &Document::buildingChanged);
}

Document::~Document() = default;

QString Document::displayName() const {
    if (!filePath_.empty()) {
        return QString::fromStdString(filePath_.filename().string());
    }
    return scene_.title.empty() ? tr("Untitled") : QString::fromStdString(scene_.title);
}

bool Document::isModified() const {
    return !undo_->isClean();
}
bool Document::isBuilding() const {
    return builder_->isBusy();
}

void Document::setScene(Scene scene, const fs::path& filePath) {
    install(std::move(scene), filePath, nullptr);
}

void Document::install(Scene scene, const fs::path& filePath, std::shared_ptr<const BuiltCell> cell) {
    builder_->forget();
    undo_->clear();
    scene_ = std::move(scene);
    shown_ = scene_;
    filePath_ = filePath;
    cell_ = std::move(cell);
    select({});
    Q_EMIT sceneChanged(Change::all);
    Q_EMIT fileChanged();
    if (cell_) {
        Q_EMIT cellRebuilt();
    } else {
        requestCell();
    }
}

Result<void> Document::save(const fs::path& path) {
    // In memory a morphology's path is absolute, so that undo across a "save as" elsewhere stays right.
    const fs::path folder = fs::absolute(path).parent_path();
    Scene written = scene_;
    written.cell.morphology = rebaseMorphology(written.cell.morphology, {}, folder);
    if (auto saved = saveScene(written, path); !saved) {
        return saved;
    }
    filePath_ = fs::absolute(path);
    undo_->setClean();
    Q_EMIT fileChanged();
    return {};
}

void Document::requestCell() {
    CellSourceOptions options;
    options.sceneFolder = filePath_.parent_path();
    options.allowHoc = needsConsent(scene_.cell.morphology) && hocConsent_ &&
                       hocConsent_(options.sceneFolder / scene_.cell.morphology.path);
    builder_->request(scene_.cell, options);
}

template <typename T>
void Document::push(const QString& text, T value, std::function<T&(Scene&)> find, const QString& mergeKey) {
    if (find(scene_) == value) {
        return;
    }
    undo_->push(new SetValue<T>(
        text, scene_, std::move(value), std::move(find), [this] { noteChange(); }, mergeKey, gesture_));
}

void Document::noteChange() {
    const Changes changes = difference(shown_, scene_);
    if (!changes) {
        return;
    }
    shown_ = scene_;
    dropLostSelection();
    Q_EMIT sceneChanged(changes);
    if (changes.testFlag(Change::shape)) {
        requestCell();
    }
}

QString Document::newName(const QString& stem) const {
    const auto taken = [this](const std::string& name) {
        const auto same = [&name](const auto& item) {
            return item.name == name;
        };
        return std::any_of(scene_.synapses.begin(), scene_.synapses.end(), same) ||
               std::any_of(scene_.groups.begin(), scene_.groups.end(), same) ||
               std::any_of(scene_.stimuli.begin(), scene_.stimuli.end(), same) ||
               std::any_of(scene_.probes.begin(), scene_.probes.end(), same) ||
               std::any_of(scene_.slices.begin(), scene_.slices.end(), same) ||
               std::any_of(scene_.heads.begin(), scene_.heads.end(), same);
    };
    if (!taken(stem.toStdString())) {
        return stem;
    }
    for (int n = 2;; ++n) {
        const QString name = QStringLiteral("%1 %2").arg(stem).arg(n);
        if (!taken(name.toStdString())) {
            return name;
        }
    }
}

QString Document::addSynapse(const Location& at) {
    Synapse added;
    added.id = newId(scene_, "synapse");
    added.name = newName(tr("Synapse")).toStdString();
    added.location = at;
    added.spikes.kind = SpikeTrain::Kind::netStim;
    auto all = scene_.synapses;
    all.push_back(added);
    push(tr("Add synapse on %1").arg(place(at)), std::move(all), memberOf(&Scene::synapses));
    const QString id = QString::fromStdString(added.id);
    select(id);
    return id;
}

QString Document::addGroup(SynapseGroup added) {
    added.id = newId(scene_, "group");
    added.name = newName(QString::fromStdString(added.name)).toStdString();
    const QString id = QString::fromStdString(added.id);
    const auto count = added.places.size();
    auto all = scene_.groups;
    all.push_back(std::move(added));
    push(tr("Add %1 synapses").arg(count), std::move(all), memberOf(&Scene::groups));
    select(id);
    return id;
}

QString Document::addStimulus(const Location& at) {
    Stimulus added;
    added.id = newId(scene_, "stimulus");
    added.name = newName(tr("Current clamp")).toStdString();
    added.location = at;
    auto all = scene_.stimuli;
    all.push_back(added);
    push(tr("Add current clamp on %1").arg(place(at)), std::move(all), memberOf(&Scene::stimuli));
    const QString id = QString::fromStdString(added.id);
    select(id);
    return id;
}

QString Document::addProbe(const std::array<double, 3>& positionUm) {
    Probe added;
    added.name = tr("Laminar probe").toStdString();
    return addProbe(std::move(added), positionUm);
}

QString Document::addProbe(Probe added, const std::array<double, 3>& positionUm) {
    moveTo(added, positionUm);
    added.id = newId(scene_, "probe");
    added.name = newName(QString::fromStdString(added.name)).toStdString();
    const QString id = QString::fromStdString(added.id);
    auto all = scene_.probes;
    all.push_back(std::move(added));
    push(tr("Add probe at %1").arg(place(positionUm)), std::move(all), memberOf(&Scene::probes));
    select(id);
    return id;
}

QString Document::addSlice(FieldSlice added) {
    added.id = newId(scene_, "slice");
    added.name = newName(QString::fromStdString(added.name)).toStdString();
    const QString id = QString::fromStdString(added.id);
    auto all = scene_.slices;
    all.push_back(std::move(added));
    push(tr("Add field slice"), std::move(all), memberOf(&Scene::slices));
    select(id);
    return id;
}

QString Document::addHead() {
    Head added;
    added.id = newId(scene_, "head");
    added.name = newName(tr("Head")).toStdString();
    const QString id = QString::fromStdString(added.id);
    auto all = scene_.heads;
    all.push_back(std::move(added));
    push(tr("Add head"), std::move(all), memberOf(&Scene::heads));
    select(id);
    return id;
}

QString Document::addObjects(const Scene& objects, const QString& text) {
    QString last;
    undo_->beginMacro(text);
    const auto add = [&](auto Scene::*items, const char* kind) {
        for (auto added : objects.*items) {
            added.id = newId(scene_, kind);
            added.name = newName(QString::fromStdString(added.name)).toStdString();
            last = QString::fromStdString(added.id);
            auto all = scene_.*items;
            all.push_back(std::move(added));
            push(text, std::move(all), memberOf(items));
        }
    };
    add(&Scene::synapses, "synapse");
    add(&Scene::groups, "group");
    add(&Scene::stimuli, "stimulus");
    add(&Scene::probes, "probe");
    add(&Scene::slices, "slice");
    add(&Scene::heads, "head");
    undo_->endMacro();
    if (!last.isEmpty()) {
        select(last);
    }
    return last;
}

QString Document::duplicateItem(const QString& id) {
    QString newOne;
    inListOf(scene_, id, [&](auto items, const char* kind) {
        auto all = scene_.*items;
        const auto at = findById(all, id.toStdString());
        auto added = *at;
        added.id = newId(scene_, kind);
        added.name = newName(QString::fromStdString(added.name)).toStdString();
        newOne = QString::fromStdString(added.id);
        const QString text = tr("Duplicate %1").arg(QString::fromStdString(at->name));
        all.insert(at + 1, std::move(added));
        push(text, std::move(all), memberOf(items));
    });
    if (!newOne.isEmpty()) {
        select(newOne);
    }
    return newOne;
}

QStringList Document::duplicateItems(const QStringList& ids) {
    if (ids.size() == 1) {
        const QString id = duplicateItem(ids.first());
        return id.isEmpty() ? QStringList() : QStringList(id);
    }
    QStringList made;
    undo_->beginMacro(tr("Duplicate %1 objects").arg(ids.size()));
    for (const QString& id : ids) {
        made << duplicateItem(id);
    }
    undo_->endMacro();
    made.removeAll(QString());
    selectAll(made);
    return made;
}

void Document::removeItems(const QStringList& ids) {
    Scene value = scene_;
    for (const QString& id : ids) {
        inListOf(scene_, id, [&](auto items, const char*) {
            (value.*items).erase(findById(value.*items, id.toStdString()));
        });
    }
    // Knobs of what goes go with it, and come back with it.
    setObjects(std::move(value), ids.size() == 1 ? tr("Delete %1").arg(itemName(ids.first()))
                                                 : tr("Delete %1 objects").arg(ids.size()));
}

void Document::removeItem(const QString& id) {
    removeItems({id});
}

void Document::renameItem(const QString& id, const QString& name) {
    const QString trimmed = name.trimmed();
    if (trimmed.isEmpty()) {
        return;
    }
    const QString text = tr("Rename %1 to %2").arg(itemName(id), trimmed);
    if (id == QLatin1String("cell")) {
        Cell value = scene_.cell;
        value.name = trimmed.toStdString();
        setCell(std::move(value), text);
        return;
    }
    inListOf(scene_, id, [&](auto items, const char*) {
        auto value = *pointerTo(scene_.*items, id.toStdString());
        value.name = trimmed.toStdString();
        auto find = itemOf(items, value.id);
        push(text, std::move(value), std::move(find));
    });
}

void Document::setItemShown(const QString& id, bool shown) {
    if (id == QLatin1String("cell")) {
        Cell value = scene_.cell;
        value.visible = shown;
        setCell(std::move(value), shown ? tr("Show cell") : tr("Hide cell"));
        return;
    }
    const bool driven = synapse(id) != nullptr || group(id) != nullptr || stimulus(id) != nullptr;
    const QString text =
        driven ? (shown ? tr("Switch %1 on") : tr("Switch %1 off")) : (shown ? tr("Show %1") : tr("Hide %1"));
    inListOf(scene_, id, [&](auto items, const char*) {
        auto value = *pointerTo(scene_.*items, id.toStdString());
        shownFlag(value) = shown;
        auto find = itemOf(items, value.id);
        push(text.arg(itemName(id)), std::move(value), std::move(find));
    });
}

void Document::moveItem(const QString& id, const Location& to) {
    const QString text = tr("Move %1 to %2").arg(itemName(id), place(to));
    const QString key = QStringLiteral("location/") + id;
    if (const Synapse* s = synapse(id)) {
        Synapse value = *s;
        value.location = to;
        setSynapse(std::move(value), text, key);
    } else if (const Stimulus* t = stimulus(id)) {
        Stimulus value = *t;
        value.location = to;
        setStimulus(std::move(value), text, key);
    } else if (const SynapseGroup* g = group(objectOf(id))) {
        const auto member = id.section(QLatin1Char('#'), 1, 1).toUInt();
        if (member < g->places.size()) {
            SynapseGroup value = *g;
            value.places[member] = to;
            setGroup(std::move(value), text, key);
        }
    }
}

void Document::moveProbe(const QString& id, const std::array<double, 3>& positionUm) {
    const Probe* p = probe(id);
    if (p == nullptr) {
        return;
    }
    Probe value = *p;
    moveTo(value, positionUm);
    setProbe(std::move(value), tr("Move %1 to %2").arg(itemName(id), place(positionUm)),
             QStringLiteral("position/") + id);
}

void Document::moveSlice(const QString& id, const std::array<double, 3>& positionUm) {
    if (const FieldSlice* s = slice(id)) {
        FieldSlice value = *s;
        value.positionUm = positionUm;
        setSlice(std::move(value), tr("Move %1 to %2").arg(itemName(id), place(positionUm)),
                 QStringLiteral("position/") + id);
    }
}

void Document::setItemsLocked(const QStringList& ids, bool locked) {
    Scene value = scene_;
    for (const QString& id : ids) {
        setLocked(value, id.toStdString(), locked);
    }
    const QString what = ids.size() == 1 ? itemName(ids.first()) : tr("%1 objects").arg(ids.size());
    setObjects(std::move(value), (locked ? tr("Lock %1") : tr("Unlock %1")).arg(what));
}

void Document::setObjects(Scene value, const QString& text, const QString& mergeKey) {
    value.view = scene_.view;
    dropLostKnobs(value);
    push(text, std::move(value), std::function<Scene&(Scene&)>([](Scene& scene) -> Scene& { return scene; }),
         mergeKey);
}

void Document::setTitle(const QString& title, const QString& description) {
    push(tr("Change title"), title.toStdString(), memberOf(&Scene::title), QStringLiteral("title"));
    push(tr("Change description"), description.toStdString(), memberOf(&Scene::description),
         QStringLiteral("description"));
}

void Document::setCell(Cell value, const QString& text, const QString& mergeKey) {
    push(text, std::move(value), memberOf(&Scene::cell), mergeKey);
}

void Document::setSynapse(Synapse value, const QString& text, const QString& mergeKey) {
    auto find = itemOf(&Scene::synapses, value.id);
    push(text, std::move(value), std::move(find), mergeKey);
}

void Document::setGroup(SynapseGroup value, const QString& text, const QString& mergeKey) {
    auto find = itemOf(&Scene::groups, value.id);
    push(text, std::move(value), std::move(find), mergeKey);
}

void Document::setStimulus(Stimulus value, const QString& text, const QString& mergeKey) {
    auto find = itemOf(&Scene::stimuli, value.id);
    push(text, std::move(value), std::move(find), mergeKey);
}

void Document::setProbe(Probe value, const QString& text, const QString& mergeKey) {
    auto find = itemOf(&Scene::probes, value.id);
    push(text, std::move(value), std::move(find), mergeKey);
}

void Document::setSlice(FieldSlice value, const QString& text, const QString& mergeKey) {
    auto find = itemOf(&Scene::slices, value.id);
    push(text, std::move(value), std::move(find), mergeKey);
}

void Document::setHead(Head value, const QString& text, const QString& mergeKey) {
    auto find = itemOf(&Scene::heads, value.id);
    push(text, std::move(value), std::move(find), mergeKey);
}

void Document::setKnobs(std::vector<Knob> value, const QString& text, const QString& mergeKey) {
    push(text, std::move(value), memberOf(&Scene::knobs), mergeKey);
}

void Document::setRun(RunSettings value, const QString& text, const QString& mergeKey) {
    push(text, value, memberOf(&Scene::run), mergeKey);
}

void Document::setView(const View& view) {
    if (scene_.view == view) {
        return;
    }
    scene_.view = view;
    noteChange();
}

const Synapse* Document::synapse(const QString& id) const {
    return pointerTo(scene_.synapses, id.toStdString());
}
const SynapseGroup* Document::group(const QString& id) const {
    return pointerTo(scene_.groups, id.toStdString());
}
const Stimulus* Document::stimulus(const QString& id) const {
    return pointerTo(scene_.stimuli, id.toStdString());
}
const Probe* Document::probe(const QString& id) const {
    return pointerTo(scene_.probes, id.toStdString());
}
const FieldSlice* Document::slice(const QString& id) const {
    return pointerTo(scene_.slices, id.toStdString());
}
const Head* Document::head(const QString& id) const {
    return pointerTo(scene_.heads, id.toStdString());
}

QString Document::itemName(const QString& id) const {
    if (id == QLatin1String("cell")) {
        return QString::fromStdString(scene_.cell.name);
    }
    if (id == QLatin1String("run")) {
        return tr("Run");
    }
    if (id == QLatin1String("scene")) {
        return tr("Scene");
    }
    if (id == QLatin1String("view")) {
        return tr("View");
    }
    QString name;
    if (const SynapseGroup* g = id.contains(QLatin1Char('#')) ? group(objectOf(id)) : nullptr) {
        return QString::fromStdString(g->name) + QLatin1Char(' ') +
               QString::number(id.section(QLatin1Char('#'), 1, 1).toInt() + 1);
    }
    inListOf(scene_, id, [&](auto items, const char*) {
        name = QString::fromStdString(pointerTo(scene_.*items, id.toStdString())->name);
    });
    return name;
}

bool Document::isObject(const QString& id) const {
    return inListOf(scene_, id, [](auto, const char*) {});
}

void Document::select(const QString& id, int contact) {
    const QString object = objectOf(id);
    const QStringList all = object.isEmpty() ? QStringList() : QStringList(object);
    if (object == selection_ && contact == selectedContact_ && all == selected_) {
        return;
    }
    setSelected(all, contact);
}

void Document::selectAll(const QStringList& ids) {
    QStringList all;
    for (const QString& id : ids) {
        const QString object = objectOf(id);
        if (isObject(object) && !all.contains(object)) {
            all << object;
        }
    }
    if (all != selected_) {
        setSelected(all, -1);
    }
}

void Document::toggleSelected(const QString& id) {
    const QString object = objectOf(id);
    if (!isObject(object)) {
        return;
    }
    QStringList all = selected_;
    all.removeIf([this](const QString& other) { return !isObject(other); }); // the cell, the run
    if (!all.removeOne(object)) {
        all << object;
    }
    setSelected(all, -1);
}

void Document::setSelected(const QStringList& ids, int contact) {
    const QString current = ids.isEmpty() ? QString() : ids.last();
    const bool another = current != selection_ || contact != selectedContact_;
    selected_ = ids;
    selection_ = current;
    selectedContact_ = contact;
    endGesture();
    if (another) {
        Q_EMIT selectionChanged(selection_, selectedContact_);
    }
    Q_EMIT selectedChanged();
}

void Document::dropLostSelection() {
    QStringList left = selected_;
    left.removeIf([this](const QString& id) { return itemName(id).isEmpty(); });
    if (left != selected_) {
        setSelected(left, left.contains(selection_) ? selectedContact_ : -1);
    }
}

} // namespace phiscope
