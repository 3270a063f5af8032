#include "app/clipboard_actions.h"

#include "app/actions.h"
#include "model/probes/probe_design.h"
#include "model/scene/scene_file.h"
#include "model/simulation/cell_source.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/object_moves.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr int mostBytes = 64 << 20; ///< more is no copy of objects
constexpr double besideUm = 20.0;   ///< how far a copy stands from what it was made of

/// The objects of a scene, without its cell and settings.
Scene objectsOf(const Scene& scene, const QStringList& ids) {
    Scene objects;
    const auto take = [&](auto Scene::*items) {
        for (const auto& item : scene.*items) {
            if (ids.contains(QString::fromStdString(item.id))) {
                (objects.*items).push_back(item);
            }
        }
    };
    take(&Scene::synapses);
    take(&Scene::groups);
    take(&Scene::stimuli);
    take(&Scene::probes);
    take(&Scene::slices);
    take(&Scene::heads);
    return objects;
}

std::size_t countOf(const Scene& s) {
    return s.synapses.size() + s.groups.size() + s.stimuli.size() + s.probes.size() + s.slices.size() +
           s.heads.size();
}

QStringList idsOf(const Scene& scene) {
    QStringList ids;
    const auto add = [&](const auto& items) {
        for (const auto& item : items) {
            ids << QString::fromStdString(item.id);
        }
    };
    add(scene.synapses);
    add(scene.groups);
    add(scene.stimuli);
    add(scene.probes);
    add(scene.slices);
    add(scene.heads);
    return ids;
}

} // namespace

ClipboardActions::ClipboardActions(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts) {
    connect(actions->copy, &QAction::triggered, this, &ClipboardActions::copy);
    connect(actions->cut, &QAction::triggered, this, [this] {
        if (copy()) {
            parts_.document->removeItems(QStringList(parts_.document->selected()));
        }
    });
    connect(actions->paste, &QAction::triggered, this, &ClipboardActions::paste);
}

bool ClipboardActions::copy() {
    const Scene objects = objectsOf(parts_.document->scene(), parts_.document->selected());
    if (countOf(objects) == 0) {
        return false;
    }
    const std::string text = writeScene(objects);
    auto* data = new QMimeData;
    data->setData(QLatin1String(mimeType), QByteArray::fromStdString(text));
    data->setText(QString::fromStdString(text));
    QGuiApplication::clipboard()->setMimeData(data);
    return true;
}

void ClipboardActions::paste() {
    const auto say = [this](Message::Level level, const QString& text) {
        parts_.notices->show({level, text, {}});
    };
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    QByteArray text;
    if (data != nullptr) {
        text = data->hasFormat(QLatin1String(mimeType)) ? data->data(QLatin1String(mimeType))
                                                        : data->text().toUtf8();
    }
    if (text.size() > mostBytes || !text.trimmed().startsWith('{')) {
        say(Message::Level::information, tr("The clipboard holds no objects of a scene."));
        return;
    }
    const auto parsed = parseScene(text.toStdString(), "clipboard");
    if (!parsed) {
        say(Message::Level::warning, tr("The clipboard holds no objects of a scene. %1")
                                         .arg(QString::fromStdString(parsed.error().message())));
        return;
    }
    Scene pasted = objectsOf(parsed->scene, idsOf(parsed->scene));
    const int lost = fit(pasted);
    if (lost > 0) {
        say(Message::Level::warning, tr("%n object(s) sat on sections that this cell does not have, and were "
                                        "left out.",
                                        nullptr, lost));
    }
    const std::size_t count = countOf(pasted);
    if (count == 0) {
        if (lost == 0) {
            say(Message::Level::information, tr("The clipboard holds no objects of a scene."));
        }
        return;
    }
    const QStringList before = idsOf(parts_.document->scene());
    parts_.document->addObjects(pasted,
                                count == 1 ? tr("Paste an object") : tr("Paste %1 objects").arg(count));
    QStringList added = idsOf(parts_.document->scene());
    added.removeIf([&](const QString& id) { return before.contains(id); });
    parts_.document->selectAll(added);
}

int ClipboardActions::fit(Scene& pasted) const {
    const Scene& scene = parts_.document->scene();
    const std::size_t before = countOf(pasted);
    if (const auto cell = parts_.document->cell()) {
        const Morphology& morphology = cell->placed.morphology;
        const auto homeless = [&](const Location& place) {
            return sectionByName(morphology, place.section) < 0;
        };
        std::erase_if(pasted.synapses, [&](const Synapse& s) { return homeless(s.location); });
        std::erase_if(pasted.stimuli, [&](const Stimulus& s) { return homeless(s.location); });
        for (SynapseGroup& group : pasted.groups) {
            std::erase_if(group.places, homeless);
        }
        std::erase_if(pasted.groups, [](const SynapseGroup& group) { return group.places.empty(); });
        // What sits exactly on another goes a little further along its branch.
        const auto apart = [&](auto& items, const auto& others) {
            for (auto& item : items) {
                for (double way = 0.5 * besideUm; way < 10.0 * besideUm; way += 0.5 * besideUm) {
                    const bool taken = std::ranges::any_of(
                        others, [&](const auto& other) { return other.location == item.location; });
                    if (!taken) {
                        break;
                    }
                    const std::string id = item.id;
                    for (const Eigen::Vector3d& direction :
                         {Eigen::Vector3d(0, 0, 1), Eigen::Vector3d(0, 0, -1), Eigen::Vector3d(1, 0, 0)}) {
                        if (slideObject(pasted, id, morphology, direction, way)) {
                            break;
                        }
                    }
                }
            }
        };
        apart(pasted.synapses, scene.synapses);
        apart(pasted.stimuli, scene.stimuli);
    }
    // Probes and slices stand beside, to the right as one looks.
    Eigen::Vector3d right = Eigen::Vector3d::UnitX();
    if (parts_.view != nullptr) {
        const Eigen::Vector3d seen = parts_.view->camera().right();
        Eigen::Index axis = 0;
        seen.cwiseAbs().maxCoeff(&axis);
        right = std::copysign(1.0, seen[axis]) * Eigen::Vector3d::Unit(axis);
    }
    const auto beside = [&](auto& items, const auto& others) {
        for (auto& item : items) {
            const auto taken = [&] {
                return std::ranges::any_of(
                    others, [&](const auto& other) { return other.positionUm == item.positionUm; });
            };
            for (int k = 0; k < 100 && taken(); ++k) {
                shiftObject(pasted, item.id, besideUm * right);
            }
        }
    };
    beside(pasted.probes, scene.probes);
    beside(pasted.slices, scene.slices);
    return static_cast<int>(before - countOf(pasted));
}

} // namespace phiscope
