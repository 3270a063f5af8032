#include "render/head_renderer_private.h"
#include "render/view_frame.h"

#include <vtkCamera.h>
#include <vtkPolyData.h>
#include <vtkProperty.h>

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr double cutDepthMm = 46.0; // how far below the dipole the wedge ends
constexpr double cutMarginMm = 8.0; // of air round the dipole
constexpr double longestFieldMm = 24.0;
constexpr double nameSize = 11.5;
constexpr double margin = 14.0;

const Eigen::Vector3d& opening() {
    static const Eigen::Vector3d towards = Eigen::Vector3d(0.62, 0.74, 0.36).normalized();
    return towards;
}

void setColour(vtkActor* actor, Colour colour) {
    actor->GetProperty()->SetColor(static_cast<double>(colour.r), static_cast<double>(colour.g),
                                   static_cast<double>(colour.b));
}

} // namespace

Colour HeadRenderer::Private::colourOf(float value) const {
    const auto range = static_cast<float>(colouring.range);
    return table[static_cast<std::size_t>(colourIndex(value, colouring.positive ? 0.0F : -range, range))];
}

Colour HeadRenderer::Private::layerColour(std::size_t layer) const {
    static constexpr std::array<Colour, layers> dark{Colour::hex(0xc39a97), Colour::hex(0x5d9fd0),
                                                     Colour::hex(0xe6dcc2), Colour::hex(0xb98467)};
    static constexpr std::array<Colour, layers> light{Colour::hex(0xdcb1ae), Colour::hex(0x6fb1e2),
                                                      Colour::hex(0xf3ead2), Colour::hex(0xcd9a7e)};
    return theme.dark ? dark[layer] : light[layer];
}

double HeadRenderer::Private::outerRadius() const {
    if (spheres) {
        const double helmet = measure == Measure::meg && sensors.cols() > 0 ? sensors.col(0).norm() : 0.0;
        return std::max(radii.back(), helmet);
    }
    double radius = electrodes.cols() > 0 ? (electrodes.colwise() - centre).colwise().norm().maxCoeff() : 0.0;
    if (cortex.cols() > 0) {
        radius = std::max(radius, (cortex.colwise() - centre).colwise().norm().maxCoeff());
    }
    return std::max(radius, 1.0);
}

void HeadRenderer::Private::applyTheme() {
    renderer->SetGradientBackground(!transparent);
    renderer->SetBackground(static_cast<double>(theme.viewBottom.r), static_cast<double>(theme.viewBottom.g),
                            static_cast<double>(theme.viewBottom.b));
    renderer->SetBackground2(static_cast<double>(theme.viewTop.r), static_cast<double>(theme.viewTop.g),
                             static_cast<double>(theme.viewTop.b));
    for (std::size_t k = 0; k < layers; ++k) {
        setColour(faces[k].actor, layerColour(k));
    }
    applyColours();
    arrow.paint(theme.good);
}

void HeadRenderer::Private::applyColours() {
    table = colourTable(colouring.positive ? ColourMap::sensitivity : ColourMap::current, theme);
    const ColourTable diverging = colourTable(ColourMap::current, theme);
    scalp.setTable(diverging, colouring.range);
    // Skin looks as the scalp does where it has no potential, so that face and scalp are one head.
    scalp.setColour(diverging[128]);
    features.setColour(diverging[128]);
    paintSensors();
}

void HeadRenderer::Private::applyShown() {
    const bool meg = measure == Measure::meg;
    scalp.setVisible(spheres);
    features.setVisible(spheres);
    cortexActor->SetVisibility(spheres ? 0 : 1);
    sensorActor->SetVisibility(meg && sensors.cols() > 0 ? 1 : 0);
    applyCut();
}

void HeadRenderer::Private::applyCut() {
    cut = {};
    if (spheres && cutOpen) {
        cut = headCut(place, opening(), std::max(0.0, place.norm() - cutDepthMm), cutMarginMm);
    }
    scalp.setCut(cut);
    features.setCut(cut);
    for (std::size_t k = 0; k < layers; ++k) {
        faces[k].mapper->SetInputData(cutFaces(cut, k == 0 ? 0.0 : radii[k - 1], radii[k]));
        faces[k].actor->SetVisibility(cut.on ? 1 : 0);
    }
}

void HeadRenderer::Private::paintSensors() {
    const vtkIdType corners =
        sensors.cols() > 0 ? sensorColours->GetNumberOfTuples() / static_cast<vtkIdType>(sensors.cols()) : 0;
    for (Eigen::Index k = 0; k < sensors.cols(); ++k) {
        const auto i = static_cast<std::size_t>(k);
        const Colour colour = i < sensorValues.size() ? colourOf(sensorValues[i]) : theme.line;
        for (vtkIdType c = 0; c < corners; ++c) {
            const vtkIdType at = 3 * (corners * static_cast<vtkIdType>(k) + c);
            sensorColours->SetValue(at, static_cast<unsigned char>(colour.r * 255.0F));
            sensorColours->SetValue(at + 1, static_cast<unsigned char>(colour.g * 255.0F));
            sensorColours->SetValue(at + 2, static_cast<unsigned char>(colour.b * 255.0F));
        }
    }
    sensorColours->Modified();
}

void HeadRenderer::Private::aimArrow() {
    std::vector<RoundedCone> cones;
    const Eigen::Vector3f at = place.cast<float>();
    cones.push_back({at, at, 2.6F, 2.6F}); // there even while the moment is zero
    if (arrowLength > 0.5) {
        const auto length = static_cast<float>(arrowLength);
        const Eigen::Vector3f way = direction.cast<float>();
        const float headLength = std::min(0.45F * length, 9.0F);
        const Eigen::Vector3f tail = at - 0.5F * length * way;
        const Eigen::Vector3f tip = at + 0.5F * length * way;
        const Eigen::Vector3f neck = tip - headLength * way;
        const float thick = std::clamp(0.05F * length, 0.7F, 1.5F);
        cones.push_back({tail, neck, thick, thick});
        cones.push_back({neck, tip, 0.42F * headLength, 0.15F});
    }
    arrow.setCones(cones);
    arrow.setVisible(true);
    arrow.paint(theme.good);
}

void HeadRenderer::Private::fitCamera() {
    const double r = outerRadius();
    std::vector<FitSphere> parts{{centre, 1.08 * r, 0.0}}; // an arrow reaches beyond it
    if (spheres) {
        const double head = radii.back();
        parts.push_back({Eigen::Vector3d(0.0, 0.6 * head, -1.0 * head), 0.32 * head, 0.0});  // chin
        parts.push_back({Eigen::Vector3d(0.0, -0.3 * head, -1.05 * head), 0.4 * head, 0.0}); // neck
        parts.push_back({Eigen::Vector3d(0.0, 1.1 * head, -0.45 * head), 0.1 * head, 0.0});  // nose
    }
    camera.fit(parts, width, height, margin * ratio, 44.0 * ratio); // beside the colour bar
}

bool HeadRenderer::Private::facesEye(const Eigen::Vector3d& point) const {
    return (point - centre).dot(camera.position - point) > 0.0;
}

void HeadRenderer::Private::prepare() {
    vtkCamera* eye = renderer->GetActiveCamera();
    eye->SetPosition(camera.position.data());
    eye->SetFocalPoint(camera.focus.data());
    eye->SetViewUp(camera.up.data());
    eye->SetViewAngle(camera.viewAngleDeg);
    eye->SetParallelScale(camera.parallelScale);
    eye->SetParallelProjection(camera.perspective ? 0 : 1);
    const double far = (camera.position - centre).norm() + 2.0 * outerRadius();
    eye->SetClippingRange(std::max(1.0, far - 4.5 * outerRadius()), far);
    arrow.setViewHeight(height);
    cortexActor->GetProperty()->SetPointSize(
        static_cast<float>(std::max(2.0, 1.6 / camera.micrometresPerPixel(height))));

    marks.begin(width, height);
    if (measure == Measure::eeg) {
        drawElectrodes();
    } else {
        drawFieldArrows();
    }
    drawDipole();
    marks.finish();
    furniture.begin(width, height);
    drawLegend();
    furniture.finish();
}

void HeadRenderer::Private::drawElectrodes() {
    const auto middle = camera.project(centre, width, height);
    const bool many = electrodes.cols() > 64;
    for (Eigen::Index k = 0; k < electrodes.cols(); ++k) {
        const auto i = static_cast<std::size_t>(k);
        const int index = static_cast<int>(k);
        const auto at = camera.project(electrodes.col(k), width, height);
        if (!at || !middle || !facesEye(electrodes.col(k)) || cut.removes(electrodes.col(k))) {
            continue; // one that hangs in the cut would seem to lie in the brain
        }
        const Canvas2D::Point p = at->head<2>();
        const auto mine = std::ranges::find(chosen, index, &std::pair<int, Colour>::first);
        const bool isChosen = mine != chosen.end();
        const bool hovered = hover.kind == HeadPick::Kind::electrode && hover.index == index;
        const double radius = (hovered ? 5.6 : isChosen ? 5.0 : many ? 3.6 : 4.2) * ratio;
        marks.disc(p, radius + 1.4 * ratio, isChosen ? mine->second : theme.base, isChosen ? 1.0F : 0.85F);
        marks.disc(p, radius, i < electrodeValues.size() ? colourOf(electrodeValues[i]) : theme.line);
        if (hovered || index == nearest) {
            marks.ring(p, radius + 3.2 * ratio, 1.4 * ratio, hovered ? theme.accent : theme.good);
        }
        if (i < names.size() && (hovered || isChosen || (namesShown && !many))) {
            Eigen::Vector2d out = p - middle->head<2>();
            out = out.norm() > 1e-6 ? Eigen::Vector2d(out.normalized()) : Eigen::Vector2d(0.0, -1.0);
            const double wide = 0.5 * marks.textWidth(names[i], nameSize * ratio);
            // Beside a dot there is the name's half width to clear, above it the height of its letters.
            const Canvas2D::Point text =
                p + out * ((8.0 * ratio + wide) * std::abs(out.x()) + 13.0 * ratio * std::abs(out.y()));
            marks.line({text.x() - wide, text.y()}, {text.x() + wide, text.y()}, 13.0 * ratio, theme.base,
                       0.55F);
            marks.text(names[i], text, nameSize * ratio, isChosen ? theme.text : theme.text, Anchor::centre,
                       isChosen || hovered ? 1.0F : 0.85F);
        }
    }
}

void HeadRenderer::Private::drawFieldArrows() {
    for (Eigen::Index k = 0; k < sensors.cols(); ++k) {
        const bool hovered = hover.kind == HeadPick::Kind::sensor && hover.index == static_cast<int>(k);
        const auto at = camera.project(sensors.col(k), width, height);
        if (!at || !facesEye(sensors.col(k))) {
            continue;
        }
        if (hovered) {
            marks.ring(at->head<2>(), 9.0 * ratio, 1.6 * ratio, theme.accent);
        }
        if (k >= sensorField.cols() || !(largestField > 0.0)) {
            continue;
        }
        const Eigen::Vector3d end = sensors.col(k) + longestFieldMm / largestField * sensorField.col(k);
        const auto to = camera.project(end, width, height);
        if (!to) {
            continue;
        }
        const Canvas2D::Point from = at->head<2>();
        const Canvas2D::Point tip = to->head<2>();
        const double length = (tip - from).norm();
        if (length < 2.0 * ratio) {
            continue;
        }
        const Eigen::Vector2d way = (tip - from) / length;
        const Eigen::Vector2d side(-way.y(), way.x());
        const double barb = std::min(6.0 * ratio, 0.5 * length);
        marks.line(from, tip - 0.8 * barb * way, 1.5 * ratio, theme.text, 0.9F);
        const std::array<Canvas2D::Point, 3> head{tip, tip - barb * way + 0.45 * barb * side,
                                                  tip - barb * way - 0.45 * barb * side};
        marks.polygon(head, theme.text, 0.9F);
    }
}

void HeadRenderer::Private::drawDipole() {
    const auto at = camera.project(place, width, height);
    if (!at) {
        return;
    }
    const Canvas2D::Point p = at->head<2>();
    const bool hovered = hover.kind == HeadPick::Kind::dipole;
    // Found again behind the head, too: the ring lies over everything.
    marks.ring(p, (hovered ? 12.0 : 10.0) * ratio, (hovered ? 2.0 : 1.4) * ratio,
               hovered ? theme.accent : theme.good, hovered ? 1.0F : 0.75F);
    if (!momentText.empty()) {
        const double wide = marks.textWidth(momentText, nameSize * ratio);
        const Canvas2D::Point text(p.x() + 16.0 * ratio, p.y() + 14.0 * ratio);
        marks.line({text.x() + 1.0 * ratio, text.y()}, {text.x() + wide - 1.0 * ratio, text.y()},
                   15.0 * ratio, theme.base, 0.66F);
        marks.text(momentText, text, nameSize * ratio, theme.text, Anchor::left);
    }
}

void HeadRenderer::Private::drawLegend() {
    ViewFrame view;
    view.camera = camera;
    view.width = width;
    view.height = height;
    view.ratio = ratio;
    view.theme = theme;
    const ColourBar::Content bar{
        table,
        colouring.title,
        colouring.unit,
        {},
        {},
        ColourBar::evenTicks(colouring.positive ? 0.0 : -colouring.range, colouring.range)};
    ColourBar::draw(furniture, view, {&bar, 1});
    if (cut.on && height > 260.0 * ratio) {
        constexpr std::array<const char*, layers> words{"scalp", "skull", "fluid", "brain"};
        for (std::size_t k = 0; k < layers; ++k) {
            const double y = height - (margin + 7.0 + 17.0 * static_cast<double>(layers - 1 - k)) * ratio;
            furniture.disc({(margin + 5.0) * ratio, y}, 4.5 * ratio, layerColour(layers - 1 - k));
            furniture.text(words[k], {(margin + 16.0) * ratio, y}, nameSize * ratio, theme.dimText,
                           Anchor::left);
        }
    }
}

} // namespace phiscope
