#pragma once

#include "render/theme.h"

#include <vtkSmartPointer.h>

#include <Eigen/Core>

#include <cstdint>
#include <memory>
#include <span>

class vtkActor;
class vtkPolyData;

namespace phiscope {

/// A truncated cone with spheres at both ends, or a sphere where both ends meet. µm.
struct RoundedCone {
    Eigen::Vector3f a;
    Eigen::Vector3f b;
    float radiusA = 0.0F;
    float radiusB = 0.0F;
};

/// Many rounded cones in one actor. Each is a quad that the fragment shader turns into an exact surface with
/// depth, so that tapers, joints and round somata have no facets at any magnification. Where the shader
/// cannot be had, eight-sided tubes take its place.
class ConeActor {
public:
    struct Rgba {
        std::uint8_t r = 0;
        std::uint8_t g = 0;
        std::uint8_t b = 0;
        std::uint8_t a = 255;
    };

    ConeActor();
    ~ConeActor();
    ConeActor(const ConeActor&) = delete;
    ConeActor& operator=(const ConeActor&) = delete;

    vtkActor* actor() const;

    void setCones(std::span<const RoundedCone> cones);
    int count() const;
    /// Colour of every cone, written in place. `colourOf(i)` for i in [0, count()).
    template <typename F>
    void paint(F&& colourOf) {
        Rgba* out = colours();
        const int corners = cornersPerCone();
        for (int i = 0; i < count(); ++i) {
            const Rgba colour = colourOf(i);
            for (int k = 0; k < corners; ++k) {
                *out++ = colour;
            }
        }
        coloursChanged();
    }
    void paint(Colour colour);

    void setVisible(bool visible);
    bool visible() const;

    /// Nothing is drawn thinner than this radius (device pixels), and `growPx` is added all round.
    void setPixelRadius(float leastPx, float growPx = 0.0F);
    /// Pushed back by its own thickness and drawn flat, so that only a rim shows round the same cones.
    void setOutline(bool outline);
    /// Drawn as if so many radii nearer to the eye, for what sits on a body and must not sink into it.
    void setForward(float radii);
    /// Mixes far parts with the ground: nothing before `nearUm` of distance, `strength` from `farUm` on.
    void setDepthCue(Colour groundTop, Colour groundBottom, float nearUm, float farUm, float strength);
    void setViewHeight(int heightPx);

    /// Makes the tubes now. The actor does so by itself where the shader fails.
    void useMesh(bool mesh);
    bool usesMesh() const;
    /// The eight-sided tubes as triangles with normals, for export and for machines without the shader.
    static vtkSmartPointer<vtkPolyData> mesh(std::span<const RoundedCone> cones);

    /// After a picture: false where the shader could not be built.
    bool shaderWorked() const;

private:
    Rgba* colours();
    void coloursChanged();
    int cornersPerCone() const;

    struct Private;
    std::unique_ptr<Private> d_;
};

} // namespace phiscope
