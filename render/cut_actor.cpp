#include "render/cut_actor.h"

#include <vtkActor.h>
#include <vtkFloatArray.h>
#include <vtkLookupTable.h>
#include <vtkOpenGLPolyDataMapper.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkProperty.h>
#include <vtkShaderProperty.h>
#include <vtkUniforms.h>

#include <algorithm>
#include <array>

namespace phiscope {

CutActor::CutActor() {
    values_->SetName("values");
    actor_->SetMapper(mapper_);
    mapper_->SetVBOShiftScaleMethod(0); // the shader needs the coordinates as they are
    mapper_->ScalarVisibilityOff();
    mapper_->SetLookupTable(table_);
    mapper_->UseLookupTableScalarRangeOn();
    mapper_->InterpolateScalarsBeforeMappingOn();
    vtkShaderProperty* shader = actor_->GetShaderProperty();
    shader->AddVertexShaderReplacement("//VTK::PositionVC::Dec", true,
                                       "//VTK::PositionVC::Dec\nout vec3 headPoint;\n", false);
    shader->AddVertexShaderReplacement("//VTK::PositionVC::Impl", true,
                                       "//VTK::PositionVC::Impl\nheadPoint = vertexMC.xyz;\n", false);
    shader->AddFragmentShaderReplacement("//VTK::PositionVC::Dec", true,
                                         "//VTK::PositionVC::Dec\nin vec3 headPoint;\n", false);
    shader->AddFragmentShaderReplacement(
        "//VTK::PositionVC::Impl", true,
        "//VTK::PositionVC::Impl\n"
        "if (dot(headPoint, headPoint) < headLimits.y * headLimits.y) { discard; }\n"
        "if (headLimits.z > 0.5 && dot(headPoint, headCutU) > -headMargin &&\n"
        "    dot(headPoint, headCutV) > -headMargin &&\n"
        "    dot(headPoint, headCutD) > headLimits.x) { discard; }\n",
        false);
    vtkProperty* look = actor_->GetProperty();
    look->SetAmbient(0.42);
    look->SetDiffuse(0.62);
    look->SetSpecular(0.0);
    look->BackfaceCullingOn(); // what lies behind is closed by the cut's faces
    applyCut();
}

CutActor::~CutActor() = default;

vtkActor* CutActor::actor() const {
    return actor_;
}

void CutActor::setMesh(vtkPolyData* mesh, double scale) {
    mapper_->SetInputData(mesh);
    setScale(scale);
}

void CutActor::setScale(double scale) {
    scale_ = scale;
    actor_->SetScale(scale);
    applyCut();
}

void CutActor::setCut(const HeadCut& cut) {
    cut_ = cut;
    applyCut();
}

void CutActor::setHollow(double radius) {
    hollow_ = radius;
    applyCut();
}

void CutActor::applyCut() {
    vtkUniforms* uniforms = actor_->GetShaderProperty()->GetFragmentCustomUniforms();
    const auto put = [&](const char* name, const Eigen::Vector3d& v) {
        const std::array<float, 3> values{static_cast<float>(v.x()), static_cast<float>(v.y()),
                                          static_cast<float>(v.z())};
        uniforms->SetUniform3f(name, values.data());
    };
    put("headCutU", cut_.u);
    put("headCutV", cut_.v);
    put("headCutD", cut_.d);
    uniforms->SetUniformf("headMargin", static_cast<float>(cut_.margin / scale_));
    put("headLimits", {cut_.depth / scale_, hollow_, cut_.on ? 1.0 : 0.0});
}

void CutActor::setColour(Colour colour) {
    actor_->GetProperty()->SetColor(static_cast<double>(colour.r), static_cast<double>(colour.g),
                                    static_cast<double>(colour.b));
}

void CutActor::setTable(std::span<const Colour> table, double range) {
    table_->SetNumberOfTableValues(static_cast<vtkIdType>(table.size()));
    for (std::size_t k = 0; k < table.size(); ++k) {
        table_->SetTableValue(static_cast<vtkIdType>(k), static_cast<double>(table[k].r),
                              static_cast<double>(table[k].g), static_cast<double>(table[k].b), 1.0);
    }
    table_->SetTableRange(-range, range);
}

void CutActor::setValues(std::span<const float> values) {
    vtkPolyData* mesh = mapper_->GetInput();
    if (mesh == nullptr || values.size() != static_cast<std::size_t>(mesh->GetNumberOfPoints())) {
        mapper_->ScalarVisibilityOff();
        return;
    }
    values_->SetNumberOfValues(static_cast<vtkIdType>(values.size()));
    std::ranges::copy(values, values_->GetPointer(0));
    values_->Modified();
    if (mesh->GetPointData()->GetScalars() != values_.Get()) {
        mesh->GetPointData()->SetScalars(values_);
    }
    mapper_->ScalarVisibilityOn();
}

void CutActor::setVisible(bool visible) {
    actor_->SetVisibility(visible ? 1 : 0);
}

} // namespace phiscope
