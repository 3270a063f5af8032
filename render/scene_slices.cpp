// Field slices, their legend, and the readout at the mouse.

#include "render/scene_renderer_private.h"

#include <vtkActor.h>
#include <vtkActorCollection.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

namespace phiscope {

namespace {

/// 0.02 of a 0.02F: an end of a range that was meant as a short decimal, so that it gets its tick.
double asMeant(float value) {
    const auto exact = static_cast<double>(value);
    if (exact == 0.0) {
        return 0.0;
    }
    const double scale = std::pow(10.0, 5.0 - std::floor(std::log10(std::abs(exact))));
    return std::round(exact * scale) / scale;
}

} // namespace

void SceneRenderer::setSlices(std::span<const FieldSlice> slices) {
    // Slices that stay keep their visual, and with it what they show.
    std::vector<Private::ShownSlice> kept;
    for (const FieldSlice& slice : slices) {
        const auto same = std::ranges::find_if(d_->slices, [&](const Private::ShownSlice& s) {
            return s.visual != nullptr && s.visual->slice().id == slice.id;
        });
        Private::ShownSlice shown;
        if (same != d_->slices.end()) {
            shown = std::move(*same);
        } else {
            shown.visual = std::make_unique<SliceVisual>(d_->renderer);
        }
        if (!(shown.visual->slice() == slice)) {
            shown.visual->update(slice);
        }
        kept.push_back(std::move(shown));
    }
    d_->slices = std::move(kept);
    d_->applySelection();
    d_->tell();
}

void SceneRenderer::moveSlice(const FieldSlice& slice) {
    for (const Private::ShownSlice& shown : d_->slices) {
        if (shown.visual->slice().id == slice.id) {
            shown.visual->update(slice);
        }
    }
    d_->tell();
}

const FieldSlice* SceneRenderer::shownSlice(const std::string& id) const {
    for (const Private::ShownSlice& shown : d_->slices) {
        if (shown.visual->slice().id == id) {
            return &shown.visual->slice();
        }
    }
    return nullptr;
}

void SceneRenderer::setSliceField(const std::string& id, const SliceField& field) {
    for (Private::ShownSlice& shown : d_->slices) {
        if (shown.visual->slice().id != id) {
            continue;
        }
        shown.visual->setValues(field.values, field.columns, field.rows, field.scale);
        shown.legend.title = field.title;
        shown.legend.unit = field.unit;
        shown.legend.lowWord = field.negative;
        shown.legend.highWord = field.positive;
        shown.legend.ticks.clear();
        for (const double value : field.scale.ticks()) {
            shown.legend.ticks.push_back({value, 0.5 + 0.5 * field.scale.place(value)});
        }
    }
    d_->tell();
}

void SceneRenderer::setGhostSlice(const std::optional<FieldSlice>& slice) {
    if (!slice) {
        d_->ghostSlice.reset();
    } else {
        if (d_->ghostSlice == nullptr) {
            d_->ghostSlice = std::make_unique<SliceVisual>(d_->renderer);
            d_->ghostSlice->setGhost(true);
        }
        d_->ghostSlice->update(*slice);
    }
    d_->tell();
}

void SceneRenderer::setReadout(const std::string& text, double x, double y) {
    if (text.empty() && d_->readout.text.empty()) {
        return;
    }
    d_->readout = {text, {x, y}};
    d_->tell();
}

void SceneRenderer::Private::orderSlices() {
    std::vector<std::pair<double, vtkActor*>> order;
    const auto add = [&](const SliceVisual& visual) {
        if (visual.visible()) {
            order.emplace_back(-(visual.plane().centre - camera.position).dot(camera.forward()),
                               visual.actor());
        }
    };
    for (const ShownSlice& slice : slices) {
        add(*slice.visual);
    }
    if (ghostSlice != nullptr) {
        add(*ghostSlice);
    }
    std::ranges::stable_sort(order, {}, [](const auto& entry) { return entry.first; });
    // Taking an actor out drops what it holds in OpenGL, so only where the order is another.
    vtkActorCollection* actors = renderer->GetActors();
    const int first = actors->GetNumberOfItems() - static_cast<int>(order.size());
    bool right = true;
    for (std::size_t i = 0; i < order.size(); ++i) {
        right = right && actors->GetItemAsObject(first + static_cast<int>(i)) == order[i].second;
    }
    if (right) {
        return;
    }
    for (const auto& [depth, actor] : order) {
        const vtkSmartPointer<vtkActor> kept = actor;
        renderer->RemoveActor(actor);
        renderer->AddActor(actor);
    }
}

void SceneRenderer::Private::growBySlices(Eigen::Vector3d& low, Eigen::Vector3d& high) const {
    const auto grow = [&](const SliceVisual& visual) {
        if (visual.visible()) {
            for (const Eigen::Vector3d& corner : visual.corners()) {
                low = low.cwiseMin(corner);
                high = high.cwiseMax(corner);
            }
        }
    };
    for (const ShownSlice& slice : slices) {
        grow(*slice.visual);
    }
    if (ghostSlice != nullptr) {
        grow(*ghostSlice);
    }
}

void SceneRenderer::Private::drawLegends(const ViewFrame& view) {
    std::vector<ColourBar::Content> bars;
    cellHasBar = colouring.byValue && cellVisual.visible();
    if (cellHasBar) {
        const double low = asMeant(colouring.low);
        const double high = asMeant(colouring.high);
        bars.push_back(
            {table,
             colouring.title,
             colouring.unit,
             {},
             {},
             colouring.logarithmic ? ColourBar::factorTicks(low, high) : ColourBar::evenTicks(low, high),
             colourBarCaption.empty() ? colourBarNote : colourBarCaption});
    }
    // One slice's: the selected one's, else the first's.
    const ShownSlice* named = nullptr;
    for (const ShownSlice& slice : slices) {
        const bool selected = selection.kind == ItemKind::slice && selection.id == slice.visual->slice().id;
        if (slice.visual->visible() && slice.visual->hasValues() && (named == nullptr || selected)) {
            named = &slice;
        }
    }
    if (named != nullptr) {
        bars.push_back(named->legend);
        bars.back().table = fieldTable;
    }
    barCount = bars.size();
    ColourBar::draw(furniture, view, bars);
}

} // namespace phiscope
