#pragma once

#include "render/annotations.h"
#include "render/canvas2d.h"
#include "render/colour_maps.h"
#include "render/cone_actor.h"
#include "render/cut_actor.h"
#include "render/head_renderer.h"

#include <vtkActor.h>
#include <vtkCallbackCommand.h>
#include <vtkNew.h>
#include <vtkPolyDataMapper.h>
#include <vtkRenderer.h>
#include <vtkUnsignedCharArray.h>

#include <utility>

namespace phiscope {

/// The parts of a HeadRenderer; for its own files only.
struct HeadRenderer::Private {
    static constexpr std::size_t layers = 4;

    vtkNew<vtkRenderer> renderer;
    vtkNew<vtkCallbackCommand> onStart;
    vtkNew<vtkCallbackCommand> onEnd;
    std::function<void()> changed;

    CutActor scalp;
    CutActor features;
    struct Layer {
        vtkNew<vtkActor> actor;
        vtkNew<vtkPolyDataMapper> mapper;
    };
    std::array<Layer, layers> faces;
    vtkNew<vtkActor> cortexActor;
    vtkNew<vtkPolyDataMapper> cortexMapper;
    vtkNew<vtkActor> sensorActor;
    vtkNew<vtkPolyDataMapper> sensorMapper;
    vtkNew<vtkUnsignedCharArray> sensorColours;
    ConeActor arrow;
    Canvas2D marks{renderer, 3};
    Canvas2D furniture{renderer, 5};

    bool spheres = true;
    std::array<double, layers> radii{79.0, 80.0, 85.0, 90.0};
    Eigen::Matrix3Xd cortex;
    Eigen::Matrix3Xd cortexNormals;
    Eigen::Matrix3Xd electrodes;
    std::vector<std::string> names;
    Eigen::Vector3d centre{0.0, 0.0, 0.0};
    Eigen::Matrix3Xd sensors;
    Eigen::Vector3d place{0.0, 0.0, 77.5};
    Eigen::Vector3d direction{0.0, 0.0, 1.0};
    double arrowLength = 0.0;
    std::string momentText;
    HeadCut cut;

    HeadColouring colouring;
    ColourTable table{};
    std::vector<float> electrodeValues;
    std::vector<float> sensorValues;
    Eigen::Matrix3Xd sensorField;
    double largestField = 1.0;

    Measure measure = Measure::eeg;
    bool cutOpen = true;
    bool namesShown = true;
    std::vector<std::pair<int, Colour>> chosen;
    int nearest = -1;
    HeadPick hover;
    Theme theme = Theme::darkTheme();
    Camera camera;
    bool cameraByHand = false;
    int width = 640;
    int height = 480;
    double deviceRatio = 1.0;
    double ratio = 1.0; ///< as large type and marks are drawn: of the device and the theme
    bool transparent = false;

    void tell() const {
        if (changed) {
            changed();
        }
    }
    Colour colourOf(float value) const;
    Colour layerColour(std::size_t layer) const;
    double outerRadius() const; ///< of all that is shown
    void applyTheme();
    void applyShown();
    void applyCut();
    void applyColours();
    void paintSensors();
    void aimArrow();
    void fitCamera();
    void prepare();
    bool facesEye(const Eigen::Vector3d& point) const;
    void drawElectrodes();
    void drawFieldArrows();
    void drawDipole();
    void drawLegend();
};

} // namespace phiscope
