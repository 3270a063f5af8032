#pragma once

#include "render/head_geometry.h"
#include "render/theme.h"

#include <vtkNew.h>

#include <span>

class vtkActor;
class vtkFloatArray;
class vtkLookupTable;
class vtkOpenGLPolyDataMapper;
class vtkPolyData;

namespace phiscope {

/// A surface of a head from which a wedge can be cut away: the shader leaves it out, so that moving the cut
/// costs nothing. The mesh is in units of `scale`.
class CutActor {
public:
    CutActor();
    ~CutActor();
    CutActor(const CutActor&) = delete;
    CutActor& operator=(const CutActor&) = delete;

    vtkActor* actor() const;
    void setMesh(vtkPolyData* mesh, double scale);
    void setScale(double scale);
    void setCut(const HeadCut& cut); ///< in the scene's units
    /// Nothing nearer to the centre than this is drawn, in units of the mesh.
    void setHollow(double radius);

    void setColour(Colour colour);
    /// One value a point, coloured between -range and range; `table` has 256 colours.
    void setTable(std::span<const Colour> table, double range);
    void setValues(std::span<const float> values);
    void setVisible(bool visible);

private:
    void applyCut();

    vtkNew<vtkActor> actor_;
    vtkNew<vtkOpenGLPolyDataMapper> mapper_;
    vtkNew<vtkFloatArray> values_;
    vtkNew<vtkLookupTable> table_;
    HeadCut cut_;
    double scale_ = 1.0;
    double hollow_ = 0.0;
};

} // namespace phiscope
