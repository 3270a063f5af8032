#include "app/painter_wiring.h"

#include "app/actions.h"
#include "model/scene/scatter.h"
#include "model/scene/scene_file.h"
#include "widgets/brush_bar.h"
#include "widgets/document.h"
#include "widgets/object_moves.h"
#include "widgets/quantity.h"
#include "widgets/settings.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QRandomGenerator>

#include <algorithm>
#include <iterator>

namespace phiscope {

namespace {

const QString mergeKey = QStringLiteral("brush");

SynapseGroup* groupIn(Scene& scene, const std::string& id) {
    const auto at = std::find_if(scene.groups.begin(), scene.groups.end(),
                                 [&id](const SynapseGroup& group) { return group.id == id; });
    return at == scene.groups.end() ? nullptr : &*at;
}

QString countText(std::size_t synapses) {
    return synapses == 1 ? PainterWiring::tr("1 synapse") : PainterWiring::tr("%1 synapses").arg(synapses);
}

QString stepText(bool erases, int count) {
    if (count == 1) {
        return erases ? PainterWiring::tr("Erase a synapse") : PainterWiring::tr("Paint a synapse");
    }
    return (erases ? PainterWiring::tr("Erase %1 synapses") : PainterWiring::tr("Paint %1 synapses"))
        .arg(count);
}

} // namespace

PainterWiring::PainterWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , bar_(new BrushBar(parts.view))
    , perUm_(parts.settings->brushPerUm()) {
    View3D* view = parts_.view;
    view->setBrushRadius(parts_.settings->brushRadiusPx());
    bar_->setDensity(perUm_);
    bar_->setRadius(view->brushRadius());
    connect(bar_, &BrushBar::densityChosen, this, [this](double perUm) {
        perUm_ = perUm;
        parts_.settings->setBrush(perUm_, parts_.view->brushRadius());
    });
    connect(bar_, &BrushBar::radiusChosen, view, &View3D::setBrushRadius);
    connect(view, &View3D::brushRadiusChanged, this, [this](double pixels) {
        bar_->setRadius(pixels);
        parts_.settings->setBrush(perUm_, pixels);
    });
    connect(view, &View3D::brushBegan, this, &PainterWiring::begin);
    connect(view, &View3D::brushSwept, this, &PainterWiring::sweep);
    connect(view, &View3D::brushEnded, this, &PainterWiring::end);
    connect(actions->brush, &QAction::toggled, bar_, &BrushBar::setVisible);
    connect(parts_.document, &Document::selectionChanged, this, &PainterWiring::showText);
    connect(parts_.document, &Document::sceneChanged, this, &PainterWiring::showText);
    showText();
}

void PainterWiring::begin(bool erases) {
    Document& document = *parts_.document;
    const SynapseGroup* group = document.group(document.selection());
    if (group != nullptr && group->locked) {
        Q_EMIT said(tr("%1 is locked. Unlock it to paint.").arg(QString::fromStdString(group->name)));
        return;
    }
    Stroke stroke;
    stroke.before = document.scene();
    stroke.selected = document.selection();
    stroke.erases = erases;
    stroke.seed = QRandomGenerator::global()->generate64();
    if (group != nullptr) {
        stroke.group = group->id;
    } else if (!erases) {
        stroke.group = newId(document.scene(), "group");
    }
    document.endGesture();
    stroke_ = std::move(stroke);
}

void PainterWiring::sweep(const BrushSweep& sweep) {
    if (!stroke_) {
        return;
    }
    stroke_->erases ? erase(sweep) : paint(sweep);
}

std::optional<Eigen::Vector2d> PainterWiring::seen(const Location& place) const {
    const SceneRenderer& scene = parts_.view->scene();
    const auto point = scene.pointAt(place);
    const auto at = point ? scene.camera().project(*point, scene.width(), scene.height()) : std::nullopt;
    return at ? std::optional<Eigen::Vector2d>(at->head<2>()) : std::nullopt;
}

void PainterWiring::paint(const BrushSweep& sweep) {
    const SceneRenderer& renderer = parts_.view->scene();
    const auto cell = renderer.cell();
    if (cell == nullptr) {
        return;
    }
    std::vector<Location> added;
    for (const int k : segmentsUnder(sweep, cell->segments, renderer.frame())) {
        // Drawn once a stroke for the whole segment: however often the brush comes by, a µm gets its share.
        const auto [at, first] = stroke_->segments.try_emplace(k);
        if (first) {
            for (const Location& place : brushed({&k, 1}, perUm_, stroke_->seed, *cell)) {
                if (const auto where = seen(place)) {
                    at->second.push_back({place, *where});
                }
            }
        }
        for (Candidate& candidate : at->second) {
            if (!candidate.painted && sweep.covers(candidate.seen)) {
                candidate.painted = true;
                added.push_back(candidate.place);
            }
        }
    }
    if (added.empty()) {
        return;
    }
    Document& document = *parts_.document;
    Scene value = document.scene();
    SynapseGroup* group = groupIn(value, stroke_->group);
    if (group == nullptr) {
        group = &value.groups.emplace_back(groupOfMany(newGroupName().toStdString()));
        group->id = stroke_->group;
    }
    group->places.insert(group->places.end(), added.begin(), added.end());
    stroke_->count += static_cast<int>(added.size());
    document.setObjects(std::move(value), stepText(false, stroke_->count), mergeKey);
}

void PainterWiring::erase(const BrushSweep& sweep) {
    Document& document = *parts_.document;
    Scene value = document.scene();
    std::size_t erased = 0;
    for (SynapseGroup& group : value.groups) {
        if (group.locked || (!stroke_->group.empty() && group.id != stroke_->group)) {
            continue;
        }
        // Looked up once a stroke, since groups can be long.
        auto& seenAt = stroke_->members[group.id];
        if (seenAt.empty()) {
            std::transform(group.places.begin(), group.places.end(), std::back_inserter(seenAt),
                           [this](const Location& place) { return seen(place); });
        }
        std::vector<Location> places;
        std::vector<std::optional<Eigen::Vector2d>> left;
        for (std::size_t k = 0; k < group.places.size(); ++k) {
            if (!seenAt[k] || !sweep.covers(*seenAt[k])) {
                places.push_back(std::move(group.places[k]));
                left.push_back(seenAt[k]);
            }
        }
        erased += group.places.size() - places.size();
        group.places = std::move(places);
        seenAt = std::move(left);
    }
    if (erased == 0) {
        return;
    }
    stroke_->count += static_cast<int>(erased);
    document.setObjects(std::move(value), stepText(true, stroke_->count), mergeKey);
}

void PainterWiring::end(bool kept) {
    if (!stroke_) {
        return;
    }
    Stroke stroke = std::move(*stroke_);
    stroke_.reset();
    Document& document = *parts_.document;
    if (stroke.count > 0 && !kept) {
        document.setObjects(std::move(stroke.before), {}, mergeKey); // the step merges into nothing
        document.select(stroke.selected);
    } else if (stroke.erases && stroke.count > 0) {
        // A group that has no synapse left is gone with the last of them.
        Scene value = document.scene();
        const auto gone = std::erase_if(value.groups, [&](const SynapseGroup& group) {
            const SynapseGroup* before = groupIn(stroke.before, group.id);
            return group.places.empty() && before != nullptr && !before->places.empty();
        });
        if (gone > 0) {
            document.setObjects(std::move(value), stepText(true, stroke.count), mergeKey);
        }
    }
    if (kept && !stroke.erases && stroke.count > 0) {
        document.select(QString::fromStdString(stroke.group)); // not before: it would end the step
    }
    document.endGesture();
    showText();
}

QString PainterWiring::newGroupName() const {
    const auto& groups = parts_.document->scene().groups;
    for (int number = 1;; ++number) {
        const QString name = tr("Painted %1").arg(number);
        if (std::none_of(groups.begin(), groups.end(),
                         [&](const SynapseGroup& group) { return group.name == name.toStdString(); })) {
            return name;
        }
    }
}

void PainterWiring::showText() {
    const Document& document = *parts_.document;
    const SynapseGroup* group = document.group(
        stroke_ && !stroke_->group.empty() ? QString::fromStdString(stroke_->group) : document.selection());
    bar_->setText(group != nullptr
                      ? tr("%1: %2").arg(QString::fromStdString(group->name), countText(group->places.size()))
                      : tr("A stroke begins a new group"));
}

} // namespace phiscope
